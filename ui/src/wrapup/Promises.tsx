/**
 * The promises heard, one key each: confirm, edit, drop, next. What is settled stays in sight and can be settled anew,
 * but for what has gone on at the ledger: that is changed there.
 * What is refused is at hand again, as it was written, with the reason beside it.
 */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { VERDICT_MARKS, unquoted } from "../desk/words";
import type { DraftShown, WrapUpView } from "../generated";
import { mark } from "../ledger/words";
import { Refusal } from "../page/Refusal";
import { When } from "../page/When";
import { dateField } from "../page/wall";
import { Second } from "./Sound";
import { Writing } from "./Writing";
import { focusOn } from "./focus";
import { afterSettling, placeOf } from "./keys";
import type { Bare, Say } from "./store";
import { VERDICTS, leftWords, standingWords, whose } from "./words";

interface Props {
  view: WrapUpView;
  say: Say;
  onJump(at: number): void;
}

export function Promises({ view, say, onJump }: Props) {
  const promises = view.promises;
  const over = view.state === "ended";
  /** Settled here, and perhaps still on its way: a quick hand is ahead of the server. */
  const sent = useRef(new Set<string>());
  const isDraft = ({ id, verdict }: DraftShown) => verdict === "draft" && !sent.current.has(id);
  /** The promise at hand, where somebody has gone to one. */
  const [gone, setGone] = useState<string | null>(null);
  const at = placeOf(gone, promises.map(({ id }) => id), promises.map(isDraft), over);
  const goTo = (index: number) => setGone(promises[index]?.id ?? null);
  const [edited, setEditing] = useState<string | null>(null);
  const editing = promises.some(({ id }) => id === edited) ? edited : null;
  /** The one that a key settled and the server refused, and why: those after it were not even sent. */
  const [refused, setRefused] = useState({ id: "", why: "" });
  /** How often one was settled here. */
  const [settled, setSettled] = useState(0);
  const moved = useRef(false);
  const list = useRef<HTMLOListElement>(null);

  /** This one is settled: on to the next; while the call goes on, to whatever comes. */
  const goOn = (promise: DraftShown) => {
    sent.current.add(promise.id);
    setSettled((times) => times + 1);
    const done = !promises.some(isDraft);
    if (done && !over) setGone(null);
    else goTo(afterSettling(promises.map(isDraft), promises.findIndex(({ id }) => id === promise.id)));
    finished.current = done && over;
  };
  const settle = (promise: DraftShown, wish: Bare) => {
    setRefused({ id: "", why: "" });
    goOn(promise);
    const told = (why: string) => {
      setRefused({ id: promise.id, why });
      setGone(promise.id);
    };
    void say(wish, told).then((written) => written || sent.current.delete(promise.id));
  };
  const save = async (promise: DraftShown, change: Change, told: (why: string) => void) => {
    if (!(await say({ type: "confirm", promise: promise.id, ...change }, told))) return;
    setEditing(null);
    goOn(promise);
  };
  const confirm = (promise: DraftShown) =>
    settle(promise, { type: "confirm", promise: promise.id, act: promise.act, due: promise.due, due_text: promise.due_text });
  /** The last one was settled: what comes next is the message. */
  const finished = useRef(false);
  useLayoutEffect(() => {
    if (editing) return;
    if (finished.current) focusOn("approve", "copy");
    else list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus({ preventScroll: !moved.current });
    finished.current = false;
    moved.current = true;
  }, [gone, editing, settled]);
  /** Whoever is on the list stays with the one at hand when the call brings another. */
  useLayoutEffect(() => {
    if (!editing && list.current?.contains(document.activeElement)) list.current.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }, [at]);

  return (
    <section class="card promises-page" aria-labelledby="promises-title">
      <div class="head">
        <h2 id="promises-title">Promises heard</h2>
        <p class="left" role="status">
          {leftWords(view)}
        </p>
      </div>
      {promises.length === 0 && <p class="none">{over ? "Nobody promised anything that was heard." : "Nobody has promised anything yet that was heard."}</p>}
      <ol ref={list} class="drafts">
        {promises.map((promise, index) => (
          <li
            key={promise.id}
            class="draft"
            data-verdict={promise.verdict}
            aria-current={index === at ? "true" : undefined}
            tabIndex={index === at ? 0 : -1}
            aria-label={`Promise ${index + 1} of ${promises.length}, ${standingWords(promise)}: ${promise.says}`}
            onClick={(event) => (event.target as Element).closest("button, a") === null && goTo(index)}
          >
            {editing === promise.id ? (
              <Edit
                promise={promise}
                zone={view.header.customer.timezone}
                onSave={(change, told) => void save(promise, change, told)}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <>
                <div class="draft-words">
                  <p class="draft-says">{promise.says}</p>
                  <Verdict promise={promise} />
                </div>
                <p class="heard-as">
                  <span>{whose(promise.who, view.header)}</span> <Second at={promise.at} audio={view.audio} onJump={onJump} /> “{unquoted(promise.quote)}”{" "}
                  {promise.ledger && !promise.on_ledger && <a href={`/promises/${encodeURIComponent(promise.ledger)}`}>On the ledger</a>}
                </p>
                {promise.on_ledger && (
                  <p class="hint">
                    It has gone on at the ledger since: <a href={`/promises/${encodeURIComponent(promise.ledger)}`}>change it there</a>.
                  </p>
                )}
                <Refusal why={refused.id === promise.id ? refused.why : ""} />
                {index === at && (
                  <div class="answer">
                    {!promise.on_ledger && (
                      <>
                        <button type="button" class="main" data-does="confirm" onClick={() => confirm(promise)}>
                          Confirm <kbd>C</kbd>
                        </button>
                        <button type="button" data-does="edit" onClick={() => setEditing(promise.id)}>
                          Edit <kbd>E</kbd>
                        </button>
                        <button type="button" data-does="drop" onClick={() => settle(promise, { type: "drop", promise: promise.id })}>
                          Drop <kbd>D</kbd>
                        </button>
                      </>
                    )}
                    <button type="button" class="quiet" data-does="next" onClick={() => goTo(index + 1)} disabled={index === promises.length - 1}>
                      Next <kbd>N</kbd>
                    </button>
                    <button type="button" class="quiet" data-does="before" onClick={() => goTo(index - 1)} disabled={index === 0}>
                      Before <kbd>B</kbd>
                    </button>
                  </div>
                )}
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Verdict({ promise }: { promise: DraftShown }) {
  if (promise.on_ledger) {
    return (
      <span class="tag" data-standing={promise.on_ledger}>
        <span aria-hidden="true">{mark({ state: promise.on_ledger, standing: "" })}</span> {standingWords(promise)}
      </span>
    );
  }
  return (
    <span class="tag" data-verdict={promise.verdict}>
      <span aria-hidden="true">{VERDICT_MARKS[promise.verdict]}</span> {VERDICTS[promise.verdict]}
      {promise.edited && promise.verdict !== "dropped" && ", edited"}
    </span>
  );
}

interface Change {
  act: string;
  due: string | null;
  due_text: string;
}

interface Editing {
  promise: DraftShown;
  zone: string;
  onSave(change: Change, told: (why: string) => void): void;
  onCancel(): void;
}

function Edit({ promise, zone, onSave, onCancel }: Editing) {
  const [refused, setRefused] = useState("");
  const [opened] = useState(promise);
  const changed = standingWords(promise) !== standingWords(opened) || promise.says !== opened.says;
  const [words, setWords] = useState(promise.act);
  const [due, setDue] = useState(dateField(promise.due, zone));
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.select(), []);
  const save = () => {
    const same = due === dateField(opened.due, zone);
    setRefused("");
    onSave({ act: words, due: same ? opened.due : due || null, due_text: same ? opened.due_text : "" }, setRefused);
  };
  return (
    <Writing save="Save and confirm" enter onSave={save} onCancel={onCancel}>
      <label>
        What will be done
        <input ref={first} type="text" value={words} maxLength={300} required onInput={(event) => setWords(event.currentTarget.value)} />
      </label>
      <div class="fields">
        <When label="By when, on the customer’s clock" value={due} zone={zone} onValue={setDue} />
      </div>
      {changed && (
        <p class="hint" role="status">
          It changed while you wrote. Now {standingWords(promise)}: “{promise.says}”
        </p>
      )}
      <Refusal why={refused} />
    </Writing>
  );
}
