/** What must not be forgotten: the problems told so far, and the promises heard, which are drafts until they are settled. */

import type { Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Desk, PromiseShown } from "../generated";
import { openWrapUp, wrapUpOf } from "./wayOn";
import { VERDICT_MARKS, capital, dueWords, promiser, unquoted } from "./words";

/** A box that scrolls to its end when it holds one more; after the call it is read from the top. What was told first stays. */
function useNewestInSight(count: number, state: Desk["state"]): Ref<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [here, list] = [box.current, box.current?.querySelector<HTMLElement>("ol, ul")];
    if (!here || !list) return;
    const settle = () => showNewest(here, list, state === "live");
    settle();
    const watch = new ResizeObserver(settle);
    for (const one of [here, list]) watch.observe(one, { box: "border-box" });
    return () => watch.disconnect();
  }, [count, state]);
  return box;
}

/** Where the first stays on top, whole ones stand under it: a line that it covers by half can be read by nobody. */
function showNewest(box: HTMLElement, list: HTMLElement, live: boolean): void {
  list.style.marginBottom = "";
  box.scrollTop = live ? box.scrollHeight : 0;
  const [first, ...others] = list.children as HTMLCollectionOf<HTMLElement>;
  const newest = others.at(-1);
  if (!live || box.scrollTop === 0 || !first || !newest || getComputedStyle(first).position !== "sticky") return;
  const room = box.clientHeight - first.offsetHeight;
  const end = newest.offsetTop + newest.offsetHeight;
  const top = others.find(({ offsetTop, clientTop }) => end - offsetTop - clientTop <= room) ?? newest;
  const hidden = first.getBoundingClientRect().bottom - top.getBoundingClientRect().top - top.clientTop;
  const wanted = box.scrollTop - hidden;
  list.style.marginBottom = `${Math.max(0, wanted - box.scrollTop)}px`;
  box.scrollTop = wanted;
}

export function Concerns({ view }: { view: Desk }) {
  const box = useNewestInSight(view.concerns.length, view.state);
  return (
    <section class="card notes" aria-labelledby="concerns-title">
      <h2 id="concerns-title">
        Concerns {view.concerns.length > 2 && <span class="tag">{view.concerns.length}</span>}
      </h2>
      <div class="noted" ref={box}>
        {view.concerns.length === 0 && <p class="none">None noted yet.</p>}
        <ol class="concerns">
          {view.concerns.map(({ id, text }) => (
            <li key={id} title={capital(unquoted(text))}>
              <span>{capital(unquoted(text))}</span>
            </li>
          ))}
        </ol>
      </div>
      <Told view={view} />
    </section>
  );
}

/** What was told already, or is on record: asking again would sting. */
function Told({ view }: { view: Desk }) {
  if (view.told.length === 0) return null;
  return (
    <p class="told">
      <strong>Told already, do not ask:</strong>{" "}
      {view.told.map(({ topic, quote, turn }, place) => (
        <span key={topic} title={`${turn ? "" : "On record: "}“${unquoted(quote)}”`}>
          {place > 0 && ", "}
          {topic}
          {turn === 0 && " (on record)"}
        </span>
      ))}
    </p>
  );
}

export function Promises({ view }: { view: Desk }) {
  const drafts = view.promises.every(({ verdict }) => verdict === "draft");
  const box = useNewestInSight(view.promises.length, view.state);
  return (
    <section class="card notes" aria-labelledby="promises-title">
      <h2 id="promises-title">
        Promises heard {drafts && <span class="tag">drafts</span>}
        {view.state === "live" && view.promises.length > 0 && (
          <a
            class="settle"
            href={wrapUpOf(view.call)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              openWrapUp(view.call);
            }}
          >
            Settle <kbd>W</kbd>
          </a>
        )}
      </h2>
      <div class="noted" ref={box}>
        {view.promises.length === 0 && <p class="none">None heard yet.</p>}
        <ul class="promises">
          {view.promises.map((promise) => (
            <li key={promise.id} data-verdict={promise.verdict} title={promise.quote && `“${unquoted(promise.quote)}”`}>
              <Promised promise={promise} view={view} drafts={drafts} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** `drafts`: all of them are, and the title says so. */
function Promised({ promise, view, drafts }: { promise: PromiseShown; view: Desk; drafts: boolean }) {
  return (
    <>
      <strong>{promiser(promise.who, view.header)}:</strong> <span class="act">{unquoted(promise.act)}</span>{" "}
      {!drafts && (
        <span class="tag" data-verdict={promise.verdict}>
          <span aria-hidden="true">{VERDICT_MARKS[promise.verdict]}</span> {promise.verdict}
        </span>
      )}
      <span class="due" data-given={promise.due !== null}>
        {dueWords(promise, view.header.started)}
      </span>
    </>
  );
}
