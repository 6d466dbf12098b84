/** One promise: what was said, what will be done and by when, one key for each thing to do, and all that befell it. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { capital, clockTime, unquoted } from "../desk/words";
import type { OnePromise, PromiseOnLedger } from "../generated";
import { LinkState } from "../page/LinkState";
import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { isCovered, takesKeys, useKeyDown } from "../page/keys";
import { Acting } from "./Acting";
import { Due, Standing } from "./Due";
import { fateWords } from "./fate";
import { Letter } from "./Letter";
import { Parked } from "./Parked";
import { PAGE_KEYS, actionOf } from "./keys";
import type { OneStore, State } from "./one";
import { momentWords, myZone } from "./times";
import { type Act, CAUSES, KINDS, actsOf, beforeAnyLetter, changeWords, customerName, nextAct, occasionsOf, storyOf, whose, whyNoLetter } from "./words";

export function One({ store }: { store: OneStore }) {
  const state = useHeld(store);
  if (!state.one) {
    return (
      <Shell title="Promise" standing={<LinkState link={state.link} />}>
        <main class="ledger">
          <div class="headline">
            <h2>{state.problem ? "This promise cannot be shown." : "One moment."}</h2>
            <p role="status">{state.problem}</p>
            <a href="/promises">All promises</a>
          </div>
        </main>
      </Shell>
    );
  }
  return <Shown store={store} state={state} one={state.one} />;
}

function Shown({ store, state, one }: { store: OneStore; state: State; one: OnePromise }) {
  const { promise } = one;
  const [acting, setActing] = useState<Act | null>(null);
  const [writing, setWriting] = useState(false);
  const letters = occasionsOf(promise).length > 0;
  const sound = useRef<HTMLAudioElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const zone = myZone();
  const did = useRef(false);
  useLayoutEffect(() => {
    if (acting || writing || !did.current) return;
    title.current?.focus(); // What was pressed may be gone.
    did.current = false;
  }, [acting, writing, promise.edition]);
  const stop = () => {
    did.current = true;
    setActing(null);
    setWriting(false);
  };
  const hear = () => {
    const audio = sound.current;
    if (!audio || !one.clip) return;
    audio.currentTime = one.clip.t0;
    void audio.play().catch(() => undefined);
  };
  useKeyDown((event) => {
    const action = actionOf(PAGE_KEYS, event, takesKeys(document.activeElement));
    if (!action || isCovered() || acting || writing) return;
    event.preventDefault();
    if (action === "list") history.length > 1 ? history.back() : location.assign("/promises");
    else if (action === "story") storyOf(promise) && location.assign(storyOf(promise));
    else if (action === "hear") hear();
    else if (action === "write") letters ? setWriting(true) : store.say(whyNoLetter(promise));
    else if (actsOf(promise).some((known) => known.act === action)) setActing(action as Act);
  });
  const story = storyOf(promise);
  return (
    <Shell title={`Promise to ${customerName(promise)}`} standing={<LinkState link={state.link} />} keys={PAGE_KEYS} note="Every key asks before anything is written. What was done is never taken back, only followed by something else.">
      <p class="notice quiet-news" role="status">
        {[state.news, state.letter && fateWords(state.letter)].filter(Boolean).join(" ")}
      </p>
      <p class="notice" role="alert">
        {state.problem}
      </p>
      <main class="ledger one">
        <div class="wide">
          {state.parked.map((letter) => (
            <Parked key={letter.id} letter={letter} onAgain={() => void store.again(letter)} />
          ))}
          <section class="card the-promise" aria-labelledby="promise-title" data-standing={promise.state === "open" ? promise.standing : promise.state}>
            <div class="head">
              <Standing promise={promise} />
              <span class="kind">{KINDS[promise.kind]}</span>
            </div>
            <h2 id="promise-title" ref={title} tabIndex={-1}>
              {capital(promise.act)}
            </h2>
            <Due promise={promise} now={state.now} zone={zone} />
            <Facts promise={promise} now={state.now} zone={zone} />
            {acting ? (
              <Acting
                key={acting}
                act={acting}
                promise={promise}
                by={state.by}
                now={state.now}
                onName={(by) => store.iAm(by)}
                onDo={async (wish) => {
                  const refused = await store.do(wish);
                  if (!refused) stop();
                  return refused;
                }}
                onCancel={stop}
              />
            ) : writing ? (
              <Letter
                promise={promise}
                by={state.by}
                onName={(by) => store.iAm(by)}
                onSent={(letter) => {
                  void store.sent(letter);
                  stop();
                }}
                onCancel={stop}
              />
            ) : (
              <div class="answer">
                {actsOf(promise).map(({ act, key, title }) => (
                  <button key={act} type="button" class={act === nextAct(promise) ? "main" : ""} data-act={act} onClick={() => setActing(act)}>
                    {title} <kbd>{key}</kbd>
                  </button>
                ))}
                {letters && (
                  <button type="button" onClick={() => setWriting(true)}>
                    Write to them <kbd>M</kbd>
                  </button>
                )}
                {beforeAnyLetter(promise) && <p class="hint">{beforeAnyLetter(promise)}</p>}
              </div>
            )}
          </section>
          <section class="card" aria-labelledby="history-title">
            <h2 id="history-title">What befell it</h2>
            <ol class="history">
              {[...one.history].reverse().map((change, index) => {
                const { what, words } = changeWords(change, state.now, zone);
                return (
                  <li key={one.history.length - index} data-change={change.type}>
                    <time dateTime={change.at}>{momentWords(Date.parse(change.at), state.now, zone)}</time>
                    <p>
                      {what}
                      <span class="history-by">{change.by && change.by !== "steadyline" ? ` · ${change.by}` : change.by && " · by itself"}</span>
                    </p>
                    {words && <p class="history-words">{words}</p>}
                  </li>
                );
              })}
            </ol>
          </section>
        </div>
        <div class="side">
          <section class="card said" aria-labelledby="said-title">
            <h2 id="said-title">What was said</h2>
            {promise.origin ? (
              <>
                {state.leadUp.length > 0 && (
                  <ol class="lead-up" aria-label="Just before">
                    {state.leadUp.map(({ party, text }, number) => (
                      <li key={number}>
                        <b>{party === "agent" ? "Agent" : customerName(promise)}:</b> {text}
                      </li>
                    ))}
                  </ol>
                )}
                <blockquote>“{unquoted(promise.origin.quote) || promise.act}”</blockquote>
                <p class="hint">
                  At {clockTime(promise.origin.t0)} of the call. <a href={`/wrapup/${encodeURIComponent(promise.origin.call)}`}>The call and its wrap-up</a>
                </p>
                {one.clip && (
                  <>
                    <audio
                      ref={sound}
                      controls
                      preload="metadata"
                      src={`${one.clip.audio}#t=${one.clip.t0},${one.clip.t1}`}
                      aria-label="The moment it was said"
                      onTimeUpdate={(event) => one.clip && event.currentTarget.currentTime > one.clip.t1 + 0.3 && event.currentTarget.pause()}
                    />
                    <button type="button" onClick={hear}>
                      Hear it <kbd>S</kbd>
                    </button>
                  </>
                )}
              </>
            ) : (
              <p class="none">It was made by hand{promise.made_by && ` by ${promise.made_by}`}, {momentWords(Date.parse(promise.made_at), state.now, zone)}: nobody said it on a call that was heard here.</p>
            )}
          </section>
          <section class="card" aria-labelledby="customer-title">
            <h2 id="customer-title">The customer</h2>
            <p class="customer-line">{story ? <a href={story}>{customerName(promise)}: the whole story</a> : customerName(promise)} {story && <kbd>C</kbd>}</p>
            <p class="hint">{[promise.customer, promise.timezone.replaceAll("_", " ")].filter(Boolean).join(" · ")}</p>
          </section>
          <p class="hint back">
            <a href={`/deliveries?promise=${encodeURIComponent(promise.id)}`}>What was sent about it</a> · <a href="/promises">All promises</a>
          </p>
        </div>
      </main>
    </Shell>
  );
}

/** What there is to know beside the date, a line each. */
function Facts({ promise, now, zone }: { promise: PromiseOnLedger; now: number; zone: string }) {
  const date = (iso: string) => momentWords(Date.parse(iso), now, zone);
  const facts: Array<[string, string]> = [
    ["Who keeps it", [whose(promise), promise.owner && promise.team && `team ${promise.team}`].filter(Boolean).join(", ")],
    ["How", promise.how],
    ["As said", promise.due_text && `“${unquoted(promise.due_text)}”`],
    ["First promised for", promise.first_due && promise.first_due !== promise.due ? date(promise.first_due) : ""],
    ["Counts by", promise.answers_to && promise.answers_to !== promise.due && promise.answers_to !== promise.first_due ? date(promise.answers_to) : ""],
    ["Proof", promise.proof?.text ?? ""],
    ["Why", promise.cause ? [CAUSES[promise.cause], promise.cause_words].filter(Boolean).join(": ") : ""],
    ["The customer agreed", promise.agreed && `“${unquoted(promise.agreed)}”`],
    ["Told", Object.entries(promise.told).map(([what, at]) => `${{ kept: "kept", late: "late", withdrawn: "withdrawn", thanks: "thanks" }[what] ?? what}, ${date(at)}`).join("; ")],
    ["Is it right now?", promise.asked_at ? (promise.right === null ? `asked ${date(promise.asked_at)}, no answer yet` : `${promise.right ? "yes" : "no"}${promise.answer && `: “${unquoted(promise.answer)}”`}`) : ""],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, words]) => words)
        .map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{/^(https?:\/\/|mailto:)\S+$/i.test(words) ? <a href={words} rel="noreferrer noopener" target="_blank">{words}</a> : words}</dd>
          </div>
        ))}
    </dl>
  );
}
