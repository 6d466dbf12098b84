/** The promises: what is late, due today, at risk, then the rest; mine, the team's, everybody's; or what a search finds. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { capital, unquoted } from "../desk/words";
import type { PromiseOnLedger } from "../generated";
import { LinkState } from "../page/LinkState";
import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { isCovered, takesKeys, useKeyDown } from "../page/keys";
import { Acting } from "./Acting";
import { Due, Standing } from "./Due";
import { Making } from "./Making";
import { type Filters, isOverview, sameName, searches, showing, shownAs, strangerWords } from "./filters";
import { LIST_ACTS, LIST_KEYS, actionOf } from "./keys";
import type { Group, State, Store } from "./store";
import { type Act, actsOf, customerName, nextAct, notRightWords, storyOf, whose } from "./words";

export function List({ store }: { store: Store }) {
  const state = useHeld(store);
  const { filters, groups } = state;
  const promises = groups?.flatMap((group) => group.promises) ?? [];
  const [at, setAt] = useState("");
  const [acting, setActing] = useState<Act | null>(null);
  const [making, setMaking] = useState(false);
  const here = promises.find(({ id }) => id === at) ?? promises[0];
  const search = useRef<HTMLInputElement>(null);
  const moved = useRef(false);
  const wanted = useRef(""); // Keys may come faster than the page is drawn.
  /** The focus was on a promise: where that one is gone, it goes to the one that is marked. */
  const among = useRef(false);
  useLayoutEffect(() => {
    const lost = among.current && document.activeElement === document.body;
    if (acting || !(moved.current || lost)) return;
    document.querySelector<HTMLElement>('.promise[aria-current="true"]')?.focus();
    moved.current = false;
    wanted.current = "";
  }, [at, acting, groups]);
  const go = (id: string | undefined) => {
    const there = id === at && !wanted.current && document.activeElement?.matches(".promise");
    if (!id || there) return;
    setActing(null);
    setAt(id);
    moved.current = true;
    wanted.current = id;
  };
  const show = (some: Partial<Filters>) => {
    setActing(null);
    store.show(some);
  };
  /** Whose they wanted to see who are being asked who they are. */
  const sought = useRef<"own" | "team">("own");
  const mine = () => (state.by.trim() ? show({ owner: state.by.trim(), team: "" }) : askFor("my-name"));
  const team = () => (state.team.trim() ? show({ team: state.team.trim(), owner: "" }) : ((sought.current = "team"), askFor("my-team")));
  const done = () => {
    if (sought.current === "team" || !state.by.trim()) team();
    else mine();
    sought.current = "own";
  };

  useKeyDown((event) => {
    const action = actionOf(LIST_KEYS, event, takesKeys(document.activeElement));
    if (!action || isCovered()) return;
    const place = promises.findIndex(({ id }) => id === (wanted.current || here?.id));
    const marked = promises[place] ?? here;
    const onAControl = document.activeElement?.matches("button, a, summary");
    if (action === "open" && onAControl) return;
    event.preventDefault();
    if (action === "next") go(promises[moved.current || document.activeElement?.matches(".promise") ? Math.min(place + 1, promises.length - 1) : place]?.id);
    else if (action === "before") go(promises[Math.max(place - 1, 0)]?.id);
    else if (action === "open" && marked) location.assign(`/promises/${encodeURIComponent(marked.id)}`);
    else if (action === "story" && marked && storyOf(marked)) location.assign(storyOf(marked));
    else if (action === "search") search.current?.select();
    else if (action === "new") setMaking(true);
    else if (action === "mine") mine();
    else if (action === "team") team();
    else if (action === "all") show({ owner: "", team: "" });
    else if (action === "figures") location.assign("/promises/figures");
    else if (marked && actsOf(marked).some(({ act }) => act === action && LIST_ACTS.includes(act))) setActing(action as Act);
  });

  return (
    <Shell title="Promises" count={countOf(groups, "late") + countOf(groups, "today")} standing={<LinkState link={state.link} />} keys={LIST_KEYS} note="K, P and H act on the promise that is marked, and ask before anything is written.">
      <p class="unseen" role="status">
        {state.news}
      </p>
      <p class="notice quiet-news" role="status">
        {state.strange}
      </p>
      <p class="notice" role="alert">
        {state.problem}
      </p>
      <main class="ledger" onFocusIn={(event) => (among.current = (event.target as Element).closest(".promise") !== null)}>
        <div class="top-line">
          <Head state={state} />
          <Me state={state} store={store} onDone={done} />
        </div>
        <section class="filters" aria-label="Which promises">
          <div class="whose" role="group" aria-label="Whose">
            <button type="button" aria-pressed={Boolean(filters.owner && sameName(filters.owner, state.by))} onClick={mine}>
              Mine <kbd>M</kbd>
            </button>
            <button type="button" aria-pressed={Boolean(filters.team && sameName(filters.team, state.team))} onClick={team}>
              Team’s <kbd>T</kbd>
            </button>
            <button type="button" aria-pressed={!filters.owner && !filters.team} onClick={() => show({ owner: "", team: "" })}>
              Everybody’s <kbd>A</kbd>
            </button>
          </div>
          <label class="pick">
            <span class="unseen">In which state</span>
            <select value={shownAs(filters)} onChange={(event) => show(showing(event.currentTarget.value))}>
              <option value="open">Open</option>
              <option value="late">Late</option>
              <option value="today">Due today</option>
              <option value="at_risk">At risk</option>
              <option value="kept">Kept</option>
              <option value="broken">Broken</option>
              <option value="withdrawn">Withdrawn</option>
              <option value="any">All</option>
            </select>
          </label>
          <SearchBox filters={filters} input={search} onWords={(words) => show({ words })} />
          <button type="button" onClick={() => setMaking(true)}>
            New <kbd>N</kbd>
          </button>
          <a class="button" href={`/api/promises/export${tableOf(filters)}`} download>
            Table
          </a>
          <a class="button" href="/promises/figures">
            Figures <kbd>F</kbd>
          </a>
        </section>
        {groups === null && !state.problem && <p class="none">One moment.</p>}
        {groups?.map((group) => (
          <Section key={group.name} group={group} filters={filters} onAll={() => show({ when: group.name === "late" || group.name === "today" ? group.name : "" })}>
            {group.promises.map((promise) => (
              <Row
                key={promise.id}
                promise={promise}
                state={state}
                zone={store.zone}
                current={promise.id === here?.id}
                acting={promise.id === here?.id ? acting : null}
                onHere={() => promise.id !== here?.id && (setActing(null), setAt(promise.id))}
                onAct={(which) => (setAt(promise.id), setActing(which))}
                onName={(by) => store.iAm(by)}
                onDo={async (wish) => {
                  const refused = await store.do(promise.id, wish);
                  if (!refused) {
                    moved.current = true;
                    setActing(null);
                  }
                  return refused;
                }}
                onCancel={() => {
                  moved.current = true;
                  setActing(null);
                }}
              />
            ))}
          </Section>
        ))}
        {groups && promises.length === 0 && <Nothing state={state} />}
        {state.after && (
          <button type="button" class="more" onClick={() => void store.more()}>
            Show more
          </button>
        )}
      </main>
      <Making open={making} by={state.by.trim()} zone={store.zone} onMake={(wish) => store.make(wish)} onClose={() => setMaking(false)} />
    </Shell>
  );
}

function askFor(field: "my-name" | "my-team"): void {
  const asked = document.getElementById(field);
  asked?.closest("details")?.setAttribute("open", "");
  asked?.focus();
}

function countOf(groups: Group[] | null, name: Group["name"]): number {
  return groups?.find((group) => group.name === name)?.count ?? 0;
}

/** One sentence that a stressed person reads first. */
function Head({ state }: { state: State }) {
  const { groups, filters, open } = state;
  if (!groups || !isOverview(filters)) return <h2 class="headline">{groups ? filters.when ? TITLES[filters.when] : TITLES.found : " "}</h2>;
  const stranger = strangerWords(state.strangers, filters);
  if (stranger) return <h2 class="headline">{stranger}</h2>;
  const [late, today] = [countOf(groups, "late"), countOf(groups, "today")];
  const parts = [late && `${late} late`, today && `${today} due today`].filter(Boolean).join(", ");
  const whoseWords = filters.owner ? (sameName(filters.owner, state.by) ? "of yours" : `of ${filters.owner}’s`) : filters.team ? `of team ${filters.team}` : "of everybody’s";
  return (
    <div class="headline">
      <h2>{parts ? `${parts}.` : "Nothing is late, and nothing is due today."}</h2>
      <p>
        {open >= 1000 ? "1000 or more" : open} open {open === 1 ? "promise" : "promises"} {whoseWords}.
      </p>
    </div>
  );
}

const TITLES: Record<Group["name"], string> = { late: "Late", today: "Due today", at_risk: "At risk", rest: "Later", found: "Found" };

function Section({ group, filters, onAll, children }: { group: Group; filters: Filters; onAll(): void; children: preact.ComponentChildren }) {
  if (!group.promises.length) return null;
  const more = group.count > group.promises.length;
  return (
    <section class="card group" data-group={group.name} aria-labelledby={`group-${group.name}`}>
      <div class="head">
        <h2 id={`group-${group.name}`}>
          {TITLES[group.name]}
          {isOverview(filters) && group.name !== "rest" && ` (${group.count})`}
        </h2>
        {more && (
          <button type="button" class="quiet" onClick={onAll}>
            Show all {group.count >= 1000 ? "" : group.count}
          </button>
        )}
      </div>
      <ol>{children}</ol>
    </section>
  );
}

interface RowProps {
  promise: PromiseOnLedger;
  state: State;
  zone: string;
  current: boolean;
  acting: Act | null;
  onHere(): void;
  onAct(act: Act): void;
  onName(by: string): void;
  onDo: Parameters<typeof Acting>[0]["onDo"];
  onCancel(): void;
}

function Row({ promise, state, zone, current, acting, onHere, onAct, onName, onDo, onCancel }: RowProps) {
  const story = storyOf(promise);
  const mine = sameName(state.filters.owner, promise.owner);
  return (
    <li
      class="promise"
      data-promise={promise.id}
      data-standing={promise.state === "open" ? promise.standing : promise.state}
      aria-current={current ? "true" : undefined}
      tabIndex={current ? 0 : -1}
      onFocusIn={onHere}
      onClick={onHere}
    >
      <Due promise={promise} now={state.now} zone={zone} />
      <div class="promise-what">
        <p class="promise-act">
          <a href={`/promises/${encodeURIComponent(promise.id)}`} tabIndex={current ? 0 : -1}>
            {capital(promise.act)}
          </a>
        </p>
        <p class="promise-who">
          {story ? (
            <a href={story} tabIndex={current ? 0 : -1}>
              {customerName(promise)}
            </a>
          ) : (
            customerName(promise)
          )}
          {!mine && <span> · {whose(promise)}</span>}
          {promise.how && <span class="promise-how"> · {promise.how}</span>}
        </p>
        {notRightWords(promise) && (
          <p class="promise-who">
            <strong>{notRightWords(promise)}</strong>
          </p>
        )}
        {current && promise.origin?.quote && <p class="promise-quote">“{unquoted(promise.origin.quote)}”</p>}
      </div>
      <Standing promise={promise} />
      {current && !acting && (
        <div class="answer">
          {actsOf(promise)
            .filter(({ act }) => LIST_ACTS.includes(act))
            .map(({ act, key, title }) => (
              <button key={act} type="button" class={act === nextAct(promise) ? "main" : ""} data-act={act} onClick={() => onAct(act)}>
                {title} <kbd>{key}</kbd>
              </button>
            ))}
          <a class="button" href={`/promises/${encodeURIComponent(promise.id)}`}>
            Open <kbd>Enter</kbd>
          </a>
          {story && (
            <a class="button" href={story}>
              Customer <kbd>C</kbd>
            </a>
          )}
        </div>
      )}
      {acting && <Acting key={acting} act={acting} promise={promise} by={state.by} now={state.now} onName={onName} onDo={onDo} onCancel={onCancel} />}
    </li>
  );
}

const SEARCH_MS = 200;

function SearchBox({ filters, input, onWords }: { filters: Filters; input: preact.RefObject<HTMLInputElement | null>; onWords(words: string): void }) {
  const [words, setWords] = useState(filters.words);
  useEffect(() => setWords(filters.words), [filters.words]);
  useEffect(() => {
    if (words === filters.words) return;
    const timer = setTimeout(() => onWords(words), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <label class="search">
      <span class="unseen">Search</span>
      <input
        ref={input}
        type="search"
        value={words}
        maxLength={200}
        placeholder="Search: act, customer, words said  /"
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </label>
  );
}

/** Who works here: asked once, kept in this browser. */
function Me({ state, store, onDone }: { state: State; store: Store; onDone(): void }) {
  const enter = (event: KeyboardEvent) => event.key === "Enter" && onDone();
  const [open] = useState(!state.by);
  return (
    <details class="me-line" open={open}>
      <summary>{state.by ? `You are ${state.by}${state.team ? `, of team ${state.team}` : ""}` : "Say who you are, and see your own"}</summary>
      <div class="fields">
        <label>
          Your name
          <input id="my-name" type="text" value={state.by} maxLength={100} onInput={(event) => store.iAm(event.currentTarget.value)} onKeyDown={enter} />
        </label>
        <label>
          Your team
          <input id="my-team" type="text" value={state.team} maxLength={100} onInput={(event) => store.myTeamIs(event.currentTarget.value)} onKeyDown={enter} />
        </label>
      </div>
    </details>
  );
}

/** Why nothing stands here, and what would show more. */
function Nothing({ state: { filters, strangers } }: { state: State }) {
  const stranger = strangerWords(strangers, filters);
  const [told, hint] = stranger
    ? [stranger, "If some should be, look at how the name is spelt; A shows everybody’s."]
    : isOverview(filters)
      ? ["No promise is open here.", "Promises confirmed after a call stand here by themselves; N makes one by hand."]
      : filters.words.trim()
        ? ["Nothing was found.", searches(filters.words) ? "Fewer words find more; All looks at what is settled too." : "A search goes by words and numbers, and there are none in this."]
        : [NOTHING[shownAs(filters)], "Open and All look at more."];
  return (
    <section class="card empty">
      <p>{told}</p>
      <p class="none">{hint}</p>
    </section>
  );
}

const NOTHING: Record<ReturnType<typeof shownAs>, string> = {
  "": "Nothing is open here.",
  open: "Nothing is open here.",
  late: "Nothing is late here.",
  today: "Nothing more is due today here.",
  at_risk: "Nothing is at risk here.",
  kept: "Nothing kept is here.",
  broken: "Nothing broken is here.",
  withdrawn: "Nothing withdrawn is here.",
  any: "No promise is here.",
};

function tableOf(filters: Filters): string {
  const asked = new URLSearchParams();
  for (const name of ["owner", "team", "when", "words"] as const) if (filters[name]) asked.set(name, filters[name]);
  if (filters.state !== "any") asked.set("state", filters.state);
  return `?${asked}`;
}

