/** The promises heard, one key each: confirm, edit, drop, next. What is settled stays in sight and can be settled anew. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { unquoted } from "../desk/words";
import type { DraftShown, WrapUpView } from "../generated";
import { Second } from "./Sound";
import { KEYS, actionOf, afterSettling } from "./keys";
import type { Bare } from "./store";
import { VERDICTS, dateField, whose } from "./words";

interface Props {
  view: WrapUpView;
  say(wish: Bare): Promise<boolean>;
  onJump(at: number): void;
  onMessage(): void;
}

export function Promises({ view, say, onJump, onMessage }: Props) {
  const promises = view.promises;
  const [at, setAt] = useState(() => Math.max(0, promises.findIndex(({ verdict }) => verdict === "draft")));
  const [editing, setEditing] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const left = promises.filter(({ verdict }) => verdict === "draft").length;
  const current = promises[at];

  const settle = (promise: DraftShown, wish: Bare) => {
    setEditing(null);
    setAt(afterSettling(promises, promises.indexOf(promise)));
    void say(wish);
  };
  const confirm = (promise: DraftShown) =>
    settle(promise, { type: "confirm", promise: promise.id, act: promise.act, due: promise.due, due_text: promise.due_text });
  const act = {
    confirm: () => current && confirm(current),
    edit: () => current && setEditing(current.id),
    drop: () => current && settle(current, { type: "drop", promise: current.id }),
    next: () => setAt(Math.min(at + 1, promises.length - 1)),
    before: () => setAt(Math.max(at - 1, 0)),
    message: onMessage,
  };
  const newest = useRef(act);
  newest.current = act;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const writing = document.activeElement?.matches("input, textarea, select, audio") ?? false;
      const action = actionOf(event, writing);
      if (!action || (action !== "message" && promises.length === 0)) return;
      event.preventDefault();
      newest.current[action]();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [promises.length === 0]);
  const moved = useRef(false);
  useLayoutEffect(() => {
    if (moved.current && !editing) list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
    moved.current = true;
  }, [at, editing]);

  return (
    <section class="card promises-page" aria-labelledby="promises-title">
      <div class="head">
        <h2 id="promises-title">Promises heard</h2>
        <p class="left" role="status">
          {promises.length === 0 ? "None." : left ? `${left} of ${promises.length} to settle` : "All settled. M goes to the message."}
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
            onClick={() => setAt(index)}
          >
            {editing === promise.id ? (
              <Edit
                promise={promise}
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
                  <span>{whose(promise.who, view.header)}</span> <Second at={promise.at} audio={view.audio} onJump={onJump} /> “{unquoted(promise.quote)}”
                </p>
                {index === at && (
                  <div class="answer">
                    <button type="button" class="main" onClick={() => confirm(promise)}>
                      Confirm <kbd>C</kbd>
                    </button>
                    <button type="button" onClick={() => setEditing(promise.id)}>
                      Edit <kbd>E</kbd>
                    </button>
                    <button type="button" onClick={() => settle(promise, { type: "drop", promise: promise.id })}>
                      Drop <kbd>D</kbd>
                    </button>
                    <button type="button" class="quiet" onClick={() => act.next()} disabled={index === promises.length - 1}>
                      Next <kbd>N</kbd>
                    </button>
                  </div>
                )}
              </>
            )}
          </li>
        ))}
      </ol>
      <p class="unseen">Keys: {KEYS.map(({ keys, does }) => `${keys[0]} ${does}`).join(", ")}.</p>
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

function Edit({ promise, onSave, onCancel }: { promise: DraftShown; onSave(change: Change): void; onCancel(): void }) {
  const [words, setWords] = useState(promise.act);
  const [due, setDue] = useState(dateField(promise.due));
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.select(), []);
  const save = (event: Event) => {
    event.preventDefault();
    const same = due === dateField(promise.due);
    onSave({ act: words, due: same ? promise.due : due || null, due_text: same ? promise.due_text : "" });
  };
  return (
    <form
      class="edit"
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <label>
        What will be done
        <input ref={first} type="text" value={words} maxLength={300} required onInput={(event) => setWords(event.currentTarget.value)} />
      </label>
      <label>
        By when, on the customer’s clock
        <input type="datetime-local" value={due} onInput={(event) => setDue(event.currentTarget.value)} />
      </label>
      <div class="answer">
        <button type="submit" class="main">
          Save and confirm <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
