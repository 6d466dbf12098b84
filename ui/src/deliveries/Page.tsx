/** Where messages go and what went: destinations first, the log below, calendars and the record of changes beside. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { DestinationShown, OutgoingShown } from "../generated";
import { momentWords, myZone } from "../ledger/times";
import { LinkState } from "../page/LinkState";
import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { actionIn, isCovered, takesKeys, useKeyDown } from "../page/keys";
import { Asking } from "./Asking";
import { Calendars } from "./Calendars";
import { Changes } from "./Changes";
import { EVERY } from "./filters";
import { Form } from "./Form";
import { KEYS } from "./keys";
import { type Asked, Log } from "./Log";
import type { Store } from "./store";
import { Trial } from "./Trial";
import { headline, kindName, missedWords, placeOf, sentence, standingOf, wantsWords } from "./words";

/** What is open over a destination. */
type Doing = { what: "try" | "remove" | "edit"; id: string } | { what: "new"; id: "" } | null;

export function Page({ store }: { store: Store }) {
  const state = useHeld(store);
  const { shown, log } = state;
  const [at, setAt] = useState("");
  const [doing, setDoing] = useState<Doing>(null);
  const [open, setOpen] = useState("");
  const [asked, setAsked] = useState<Asked>(null);
  const [asksOfAll, setAsksOfAll] = useState(false);
  const moved = useRef(false);
  const wanted = useRef(""); // Keys may come faster than the page is drawn.
  const destinations = shown?.destinations ?? [];
  const items = [...destinations.map(({ destination }) => destination.id), ...(log ?? []).map(({ id }) => id)];
  const allAgain = asksOfAll && state.filters.state === "parked";
  const place = useRef(0);
  if (items.includes(at)) place.current = items.indexOf(at);
  const here = items.includes(at) ? at : (items[Math.min(place.current, items.length - 1)] ?? ""); // What took the place of one that is gone.
  const editing = doing?.what === "edit" ? destinations.find(({ destination }) => destination.id === doing.id) : undefined;
  const writing = doing?.what === "new" || editing !== undefined;
  useLayoutEffect(() => {
    if (!moved.current || doing || asked || allAgain) return;
    const element = document.querySelector<HTMLElement>(`[data-item="${CSS.escape(here)}"]`);
    element?.focus();
    element?.scrollIntoView({ block: "nearest" });
    moved.current = false;
    wanted.current = "";
  }, [here, doing, asked, allAgain, shown]);
  const leave = () => {
    moved.current = true;
    setDoing(null);
    setAsked(null);
    setAsksOfAll(false);
  };
  const go = (id: string | undefined) => {
    if (!id) return;
    wanted.current = id;
    setAt(id);
    leave();
  };
  const askOfAll = async () => {
    leave();
    if (state.filters.state !== "parked") await store.show({ state: "parked" });
    setAsksOfAll(true);
  };
  const mayAct = shown !== null && !shown.why_not;
  const isDestination = destinations.some(({ destination }) => destination.id === here);
  const line = log?.find(({ id }) => id === here);

  useKeyDown((event) => {
    if (writing || isCovered() || takesKeys(document.activeElement)) return;
    const action = actionIn(KEYS, event);
    if (!action) return;
    const onAControl = document.activeElement?.matches("button, a, summary");
    if (onAControl && event.key === "Enter") return;
    event.preventDefault();
    const on = items.indexOf(moved.current && items.includes(wanted.current) ? wanted.current : here);
    const started = moved.current || document.activeElement?.matches("[data-item]");
    if (action === "next") go(items[started ? Math.min(on + 1, items.length - 1) : on]);
    else if (action === "before") go(items[Math.max(on - 1, 0)]);
    else if (action === "leave") (leave(), setOpen(""));
    else if (action === "parked") store.show({ ...EVERY, state: "parked" });
    else if (action === "every") store.show(EVERY);
    else if (action === "edit" && line) setOpen(open === here ? "" : here);
    else if (!mayAct) return;
    else if (action === "new") setDoing({ what: "new", id: "" });
    else if (action === "allAgain") void askOfAll();
    else if (action === "again" || action === "letBe") line?.state === "parked" && setAsked({ id: here, what: action });
    else if (isDestination) setDoing({ what: action as "try", id: here });
  });

  const shell = { title: "Deliveries", count: destinations.reduce((sum, { parked }) => sum + parked, 0), standing: <LinkState link={state.link} />, keys: KEYS, note: "T, X and L ask before anything happens." };
  const notices = (
    <>
      <p class="unseen" role="status">
        {state.news}
      </p>
      <p class="notice quiet-news" role="status">
        {state.strange}
      </p>
      <p class="notice" role="alert">
        {state.problem}
      </p>
    </>
  );
  if (shown && writing) {
    return (
      <Shell {...shell}>
        {notices}
        <Form seen={editing?.destination ?? null} shown={shown} by={state.by} store={store} onDone={(id) => (setAt(id), leave())} onLeave={leave} />
      </Shell>
    );
  }
  return (
    <Shell {...shell}>
      {notices}
      <main class="ledger deliveries">
        {shown === null ? (
          !state.problem && <p class="none">One moment.</p>
        ) : (
          <>
            <div class="wide">
              <Head shown={shown} onNew={() => setDoing({ what: "new", id: "" })} />
              {destinations.length > 0 && (
                <section class="card group" aria-labelledby="destinations-title">
                  <h2 id="destinations-title">Where messages go</h2>
                  <ol>
                    {destinations.map((one) => (
                      <Row
                        key={one.destination.id}
                        one={one}
                        shown={shown}
                        now={state.now}
                        store={store}
                        by={state.by}
                        current={one.destination.id === here}
                        doing={doing?.id === one.destination.id ? doing.what : ""}
                        onHere={() => setAt(one.destination.id)}
                        onDo={(what) => (setAt(one.destination.id), setDoing({ what, id: one.destination.id }))}
                        onParked={() => store.show({ ...EVERY, state: "parked", destination: one.destination.id })}
                        onClose={leave}
                      />
                    ))}
                  </ol>
                </section>
              )}
              <Log
                state={state}
                shown={shown}
                store={store}
                here={here}
                open={open}
                asked={asked}
                allAgain={allAgain}
                onHere={setAt}
                onOpen={setOpen}
                onAsk={(next) => (next ? setAsked(next) : leave())}
                onAllAgain={(on) => (on ? void askOfAll() : leave())}
              />
            </div>
            <div class="side">
              <Calendars shown={shown} store={store} by={state.by} now={state.now} />
              <Changes shown={shown} now={state.now} />
            </div>
          </>
        )}
      </main>
    </Shell>
  );
}

function Head({ shown, onNew }: { shown: OutgoingShown; onNew(): void }) {
  const { first, rest } = headline(shown);
  return (
    <div class="headline with-button">
      <div>
        <h2>{first}</h2>
        <p>{rest}</p>
        {shown.why_not && <p class="warning">{shown.why_not}</p>}
      </div>
      {!shown.why_not && (
        <button type="button" class={shown.destinations.length ? "" : "main"} onClick={onNew}>
          Add a destination <kbd>N</kbd>
        </button>
      )}
    </div>
  );
}

interface RowProps {
  one: DestinationShown;
  shown: OutgoingShown;
  now: number;
  store: Store;
  by: string;
  current: boolean;
  doing: string;
  onHere(): void;
  onDo(what: "try" | "remove" | "edit"): void;
  onParked(): void;
  onClose(): void;
}

function Row({ one, shown, now, store, by, current, doing, onHere, onDo, onParked, onClose }: RowProps) {
  const { destination, last } = one;
  const standing = standingOf(one);
  const missed = missedWords(destination, shown);
  const when = last ? ` · last message ${momentWords(Date.parse(last.settled_at || last.made_at), now, myZone())}` : "";
  return (
    <li class="destination" data-item={destination.id} data-standing={standing.name} aria-current={current ? "true" : undefined} tabIndex={current ? 0 : -1} onFocusIn={onHere} onClick={onHere}>
      <div class="destination-what">
        <p class="destination-name">{destination.name}</p>
        <p class="hint">
          {[kindName(destination.kind), placeOf(destination), wantsWords(destination, shown)].filter(Boolean).join(" · ")}
          {when}
        </p>
        {current && missed && <p class="hint">Does not get {missed}</p>}
        {standing.why && <p class="why-not">{sentence(standing.why)}</p>}
      </div>
      <span class="tag" data-standing={standing.name}>
        <span aria-hidden="true">{standing.mark} </span>
        {standing.words}
      </span>
      {doing === "try" ? (
        <Trial destination={destination} store={store} onClose={onClose} />
      ) : doing === "remove" ? (
        <Removing one={one} store={store} by={by} onClose={onClose} />
      ) : (
        current &&
        !shown.why_not && (
          <div class="answer">
            <button type="button" onClick={() => onDo("try")}>
              Try it <kbd>T</kbd>
            </button>
            <button type="button" onClick={() => onDo("edit")}>
              Change <kbd>E</kbd>
            </button>
            <button type="button" onClick={() => onDo("remove")}>
              Remove <kbd>X</kbd>
            </button>
            {one.parked > 0 && (
              <button type="button" onClick={onParked}>
                Show what is parked
              </button>
            )}
          </div>
        )
      )}
    </li>
  );
}

function Removing({ one, store, by, onClose }: { one: DestinationShown; store: Store; by: string; onClose(): void }) {
  const { destination, waiting } = one;
  return (
    <Asking class="removing" label={`Remove ${destination.name}`} yes="Remove it" no="Keep it" by={by} store={store} onYes={() => store.remove(destination)} onClose={onClose}>
      <p>
        No message goes there any more.
        {waiting > 0 && ` ${waiting === 1 ? "The one that waits" : `The ${waiting} that wait`} will be parked.`} What was sent stays in the log.
      </p>
    </Asking>
  );
}
