/** The promises heard, one key each: confirm, edit, drop, next. What is settled stays in sight and can be settled anew. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { unquoted } from "../desk/words";
import type { DraftShown, WrapUpView } from "../generated";
import { When } from "../page/When";
import { dateField } from "../page/wall";
import { Second } from "./Sound";
import { Writing } from "./Writing";
import { focusOn } from "./focus";
import { afterSettling } from "./keys";
import type { Bare } from "./store";
import { VERDICTS, whose } from "./words";

interface Props {
  view: WrapUpView;
  say(wish: Bare): Promise<boolean>;
  onJump(at: number): void;
}

export function Promises({ view, say, onJump }: Props) {
  const promises = view.promises;
  /** Settled here, and perhaps still on its way: a quick hand is ahead of the server. */
  const sent = useRef(new Set<string>());
  const isDraft = ({ id, verdict }: DraftShown) => verdict === "draft" && !sent.current.has(id);
  const [at, setAt] = useState(() => Math.max(0, promises.findIndex(isDraft)));
  const [editing, setEditing] = useState<string | null>(null);
  /** How often one was settled here. */
  const [settled, setSettled] = useState(0);
  const moved = useRef(false);
  const list = useRef<HTMLOListElement>(null);
  /** Only what is written counts as settled. */
  const left = promises.filter(({ verdict }) => verdict === "draft").length;

  const settle = (promise: DraftShown, wish: Bare) => {
    sent.current.add(promise.id);
    setEditing(null);
    setSettled(settled + 1);
    setAt(afterSettling(promises.map(isDraft), promises.indexOf(promise)));
    void say(wish).then((written) => written || sent.current.delete(promise.id));
    finished.current = !promises.some(isDraft);
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
  }, [at, editing, settled]);

  return (
    <section class="card promises-page" aria-labelledby="promises-title">
      <div class="head">
        <h2 id="promises-title">Promises heard</h2>
        <p class="left" role="status">
          {promises.length === 0 ? "None." : left ? `${left} of ${promises.length} to settle` : "All settled. Next: the message."}
        </p>
      </div>
      {promises.length === 0 && <p class="none">Nobody promised anything that was heard.</p>}
      <ol ref={list} class="drafts">
        {promises.map((promise, index) => (
          <li
            key={promise.id}
            class="draft"
            data-verdict={promise.verdict}
            aria-current={index === at ? "true" : undefined}
            tabIndex={index === at ? 0 : -1}
            aria-label={`Promise ${index + 1} of ${promises.length}, ${VERDICTS[promise.verdict]}: ${promise.says}`}
            onClick={(event) => (event.target as Element).closest("button, a") === null && setAt(index)}
          >
            {editing === promise.id ? (
              <Edit
                promise={promise}
                zone={view.header.customer.timezone}
                onSave={(change) => settle(promise, { type: "confirm", promise: promise.id, ...change })}
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
                  {promise.ledger && <a href={`/promises/${encodeURIComponent(promise.ledger)}`}>On the ledger</a>}
                </p>
                {index === at && (
                  <div class="answer">
                    <button type="button" class="main" data-does="confirm" onClick={() => confirm(promise)}>
                      Confirm <kbd>C</kbd>
                    </button>
                    <button type="button" data-does="edit" onClick={() => setEditing(promise.id)}>
                      Edit <kbd>E</kbd>
                    </button>
                    <button type="button" data-does="drop" onClick={() => settle(promise, { type: "drop", promise: promise.id })}>
                      Drop <kbd>D</kbd>
                    </button>
                    <button type="button" class="quiet" data-does="next" onClick={() => setAt(index + 1)} disabled={index === promises.length - 1}>
                      Next <kbd>N</kbd>
                    </button>
                    <button type="button" class="quiet" data-does="before" onClick={() => setAt(index - 1)} disabled={index === 0}>
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

const MARKS = { draft: "○", confirmed: "✓", dropped: "✕" } as const;

function Verdict({ promise }: { promise: DraftShown }) {
  return (
    <span class="tag" data-verdict={promise.verdict}>
      <span aria-hidden="true">{MARKS[promise.verdict]}</span> {VERDICTS[promise.verdict]}
      {promise.edited && promise.verdict !== "dropped" && ", edited"}
    </span>
  );
}

interface Change {
  act: string;
  due: string | null;
  due_text: string;
}

function Edit({ promise, zone, onSave, onCancel }: { promise: DraftShown; zone: string; onSave(change: Change): void; onCancel(): void }) {
  const [words, setWords] = useState(promise.act);
  const [due, setDue] = useState(dateField(promise.due, zone));
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.select(), []);
  const save = () => {
    const same = due === dateField(promise.due, zone);
    onSave({ act: words, due: same ? promise.due : due || null, due_text: same ? promise.due_text : "" });
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
    </Writing>
  );
}
