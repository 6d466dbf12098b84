/** A call that is over, wrapped up: promises first, then the message, then what the next person needs. */

import { useRef, useState } from "preact/hooks";

import { clockTime, unquoted } from "../desk/words";
import type { WrapUpView } from "../generated";
import { Copy } from "../page/Copy";
import { LinkState } from "../page/LinkState";
import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { isCovered, takesKeys, useKeyDown } from "../page/keys";
import { FollowUp } from "./FollowUp";
import { HeatFell } from "./HeatFell";
import { Promises } from "./Promises";
import { Scorecard } from "./Scorecard";
import { Second } from "./Sound";
import { doIt } from "./focus";
import { KEYS, ON_A_PROMISE, actionOf } from "./keys";
import type { Bare, Say, State, Store } from "./store";
import { INCIDENTS } from "./words";

export function Page({ store }: { store: Store }) {
  const state = useHeld(store);
  const { view } = state;
  if (!view) {
    return (
      <Shell title="Wrap-up">
        <main class="waiting">
          <h2>{state.problem ? "This call cannot be shown." : "One moment."}</h2>
          <p role="status">{state.problem || "Looking for the call."}</p>
          <a href="/calls">All calls</a>
        </main>
      </Shell>
    );
  }
  return <Settling store={store} state={state} view={view} />;
}

function Settling({ store, state, view }: { store: Store; state: State; view: WrapUpView }) {
  const sound = useRef<HTMLAudioElement>(null);
  const { say } = store;
  const jump = (at: number) => {
    const audio = sound.current;
    if (!audio) return;
    audio.currentTime = Math.max(0, at);
    void audio.play().catch(() => undefined);
  };
  useActions(view);
  const { customer, company } = view.header;
  const name = customer.name || customer.ref || "Customer";
  const over = view.state === "ended";
  const rest = [company, clockTime(view.at), over ? "" : "the call is still going on"].filter(Boolean).join(" · ");
  return (
    <Shell title={`Wrap-up: ${name}`} rest={rest} standing={state.link && <LinkState link={state.link} />} keys={KEYS} note="What is settled can be settled anew, and the last word holds; once a promise has gone on at the ledger, it is changed there.">
      <p class="notice" role="alert">
        {state.problem}
      </p>
      <p class="wrap-keys">
        <kbd>C</kbd> confirm <kbd>E</kbd> edit <kbd>D</kbd> drop each promise
        {over ? (
          <>
            , then <kbd>A</kbd> approve and <kbd>Y</kbd> copy the message
          </>
        ) : (
          "; the message and the scorecard wait for the end of the call"
        )}
        . <kbd>?</kbd> lists all keys.
      </p>
      <main class="wrapup" data-waiting={state.waiting > 0}>
        <div class="wide">
          <Promises view={view} say={say} onJump={jump} />
          <FollowUp view={view} waiting={state.waiting > 0} say={say} />
          <Scorecard view={view} by={state.by} say={say} onJump={jump} />
        </div>
        <div class="side">
          <label class="card me">
            Your name
            <input type="text" value={state.by} maxLength={100} onInput={(event) => store.iAm(event.currentTarget.value)} />
            <span class="hint">Stands beside what you settle here.</span>
          </label>
          {view.audio && (
            <section class="card" aria-label="The sound of the call">
              <audio ref={sound} controls preload="metadata" src={view.audio} />
            </section>
          )}
          <section class="card brief" aria-labelledby="brief-title">
            <div class="head">
              <h2 id="brief-title">Brief for the next person</h2>
              <Copy text={view.brief} />
            </div>
            <Brief text={view.brief} />
          </section>
          <HeatFell heat={view.heat} until={view.at} over={over} />
          {view.abuse.length > 0 && <Abuse view={view} onJump={jump} />}
          <Break view={view} by={state.by} say={say} />
        </div>
      </main>
    </Shell>
  );
}

/** Each key presses its button. Once all is settled, one press too many changes no promise: they must have the focus. */
function useActions(view: WrapUpView): void {
  useKeyDown((event) => {
    const focused = document.activeElement;
    const action = actionOf(event, takesKeys(focused));
    const settled = view.promises.every(({ verdict }) => verdict !== "draft");
    if (!action || isCovered() || (ON_A_PROMISE.has(action) && settled && !focused?.closest(".drafts"))) return;
    event.preventDefault();
    doIt(action);
  });
}

/** The brief, a line each, with what the line is about set apart. */
export function Brief({ text }: { text: string }) {
  return (
    <ul class="brief-lines">
      {text.split("\n").map((line) => {
        const cut = line.indexOf(": ");
        return cut > 0 && cut < 48 ? (
          <li>
            <strong>{line.slice(0, cut)}</strong> {line.slice(cut + 2)}
          </li>
        ) : (
          <li>{line}</li>
        );
      })}
    </ul>
  );
}

function Abuse({ view, onJump }: { view: WrapUpView; onJump(at: number): void }) {
  return (
    <section class="card" aria-labelledby="abuse-title">
      <h2 id="abuse-title">What was said to the agent</h2>
      <ol class="incidents">
        {view.abuse.map((act) => (
          <li key={`${act.turn} ${act.what}`}>
            <strong>{INCIDENTS[act.what]}</strong> <Second at={act.at} audio={view.audio} onJump={onJump} /> “{unquoted(act.quote)}”
          </li>
        ))}
      </ol>
    </section>
  );
}

function Break({ view, by, say }: { view: WrapUpView; by: string; say: Say }) {
  const [minutes, setMinutes] = useState(10);
  const title = useRef<HTMLHeadingElement>(null);
  const settle = (wish: Bare) => {
    void say(wish);
    title.current?.focus(); // What was pressed is gone.
  };
  return (
    <section class="card break" aria-labelledby="break-title">
      <h2 id="break-title" ref={title} tabIndex={-1}>
        A break
      </h2>
      {view.break_minutes > 0 ? (
        <>
          <p>
            {view.break_minutes} minutes, granted by {view.break_by || "somebody"}.{view.break_taken && " It was taken."}
          </p>
          {!view.break_taken && (
            <button type="button" onClick={() => settle({ type: "take_break" })}>
              I took it
            </button>
          )}
        </>
      ) : (
        <form
          class="grant"
          onSubmit={(event) => {
            event.preventDefault();
            settle({ type: "grant_break", minutes });
          }}
        >
          <label>
            Minutes <input type="number" min={1} max={120} value={minutes} onInput={(event) => setMinutes(event.currentTarget.valueAsNumber || 1)} />
          </label>
          <button type="submit" disabled={!by.trim()}>
            Grant a break
          </button>
        </form>
      )}
      <p class="hint">
        <a href="/regroup">Regroup</a> is private: nobody else sees it.
      </p>
    </section>
  );
}
