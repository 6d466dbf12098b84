/** A moment for the agent alone: a minute to breathe, and three questions. Nothing here leaves this browser. */

import { useEffect, useState } from "preact/hooks";

import { Shell } from "../page/Shell";
import { EMPTY, type Kept, MINUTE_S, QUESTIONS, breath, isEmpty, putAway, read, write } from "./notes";

export function Page() {
  const [kept, setKept] = useState<Kept>(read);
  const [safe, setSafe] = useState(true);
  const [forgetting, setForgetting] = useState(false);
  const change = (next: Kept) => {
    setKept(next);
    setSafe(write(next));
  };
  const today = () => new Date().toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
  return (
    <Shell title="Regroup">
      <main class="regroup">
        <p class="lead">
          This is yours alone. What you write stays in this browser on this machine: it is never sent, nobody else can read it, and no report is made
          from it. On a machine that others use, forget it when you go.
        </p>
        <Breath />
        <section class="card" aria-label="Three questions">
          {QUESTIONS.map(({ name, asks }) => (
            <label key={name}>
              {asks}
              <textarea rows={3} value={kept.now[name]} onInput={(event) => change({ ...kept, now: { ...kept.now, [name]: event.currentTarget.value } })} />
            </label>
          ))}
          <div class="answer">
            <button type="button" disabled={isEmpty(kept.now)} onClick={() => change(putAway(kept, today()))}>
              Put it away
            </button>
            <p class="hint" role="status">
              {safe ? "Kept here as you write." : "This browser keeps nothing: it is gone when you close the page."}
            </p>
          </div>
        </section>
        {kept.past.length > 0 && (
          <details class="card">
            <summary>What you wrote before ({kept.past.length})</summary>
            {kept.past.map((note, index) => (
              <dl class="past" key={index}>
                <dt>{note.on}</dt>
                {QUESTIONS.filter(({ name }) => note[name].trim()).map(({ name, asks }) => (
                  <dd key={name}>
                    <strong>{asks}</strong> {note[name]}
                  </dd>
                ))}
              </dl>
            ))}
          </details>
        )}
        {(kept.past.length > 0 || !isEmpty(kept.now)) && (
          <div class="answer">
            {forgetting ? (
              <>
                <button
                  type="button"
                  class="main"
                  onClick={() => {
                    setForgetting(false);
                    change({ now: EMPTY, past: [] });
                  }}
                >
                  Yes, forget all of it
                </button>
                <button type="button" onClick={() => setForgetting(false)}>
                  Keep it
                </button>
              </>
            ) : (
              <button type="button" class="quiet" onClick={() => setForgetting(true)}>
                Forget all of it…
              </button>
            )}
          </div>
        )}
      </main>
    </Shell>
  );
}

const WORDS = { in: "Breathe in…", out: "…and out.", done: "That was a minute." } as const;

function Breath() {
  const [began, setBegan] = useState<number | null>(null);
  const [now, setNow] = useState(0);
  const seconds = began === null ? 0 : (now - began) / 1000;
  const phase = began === null ? null : breath(seconds);
  const running = phase === "in" || phase === "out";
  useEffect(() => {
    if (began === null) return;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [began]);
  useEffect(() => {
    if (began !== null && !running) setBegan(-Infinity);
  }, [running]);
  const toggle = () => {
    const start = performance.now();
    setNow(start);
    setBegan(running ? null : start);
  };
  return (
    <section class="card breath" aria-label="A breathing minute">
      <div class="breath-room" aria-hidden="true">
        <div class="breath-circle" data-phase={phase ?? "rest"} />
      </div>
      <p class="breath-word" aria-hidden="true">
        {phase ? WORDS[phase] : "In for four, out for six."}
      </p>
      <p class="unseen" role="status">
        {running ? "Breathe in for four seconds and out for six, for a minute." : phase === "done" ? WORDS.done : ""}
      </p>
      <button type="button" class={running ? "" : "main"} onClick={toggle}>
        {running ? `Stop (${Math.max(0, Math.ceil(MINUTE_S - seconds))} s left)` : "Breathe for a minute"}
      </button>
    </section>
  );
}
