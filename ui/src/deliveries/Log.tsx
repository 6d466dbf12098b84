/** What was sent: one line a message to a destination, which opens to all that there is to know of it. */

import { useState } from "preact/hooks";

import type { DeliveryShown, OutgoingShown } from "../generated";
import { momentWords, myZone } from "../ledger/times";
import { AllAgain } from "./AllAgain";
import { Asking } from "./Asking";
import { Changed, ReadBoth } from "./Changed";
import { TAKE_ADDRESSES } from "./form";
import { EVERY, type Filters } from "./filters";
import { type State, type Store, addresses } from "./store";
import { STATES, messageName, sentence } from "./words";

/** What is asked about a parked message. */
export type Asked = { id: string; what: "again" | "letBe" } | null;

interface Props {
  state: State;
  shown: OutgoingShown;
  store: Store;
  /** The line that the keys are on. */
  here: string;
  open: string;
  asked: Asked;
  /** Whether all that is parked is about to be sent again. */
  allAgain: boolean;
  onHere(id: string): void;
  onOpen(id: string): void;
  onAsk(asked: Asked): void;
  onAllAgain(on: boolean): void;
}

export function Log({ state, shown, store, here, open, asked, allAgain, onHere, onOpen, onAsk, onAllAgain }: Props) {
  const { log, filters, now } = state;
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <section class="card log-of-deliveries" aria-labelledby="log-title">
      <div class="head">
        <h2 id="log-title">What was sent</h2>
        <LogFilters filters={filters} shown={shown} onShow={(some) => store.show(some)} />
      </div>
      {filters.promise && (
        <p class="hint">
          About one <a href={`/promises/${encodeURIComponent(filters.promise)}`}>promise</a>.{" "}
          <button type="button" class="quiet" onClick={() => store.show({ promise: "" })}>
            Show all
          </button>
        </p>
      )}
      {allAgain && log && <AllAgain key={`${filters.destination} ${filters.promise}`} state={state} shown={shown} store={store} onClose={() => onAllAgain(false)} />}
      {!allAgain && filters.state === "parked" && !shown.why_not && log !== null && log.length > 0 && (
        <button type="button" class="all-again" onClick={() => onAllAgain(true)}>
          Send all of these again <kbd>G</kbd>
        </button>
      )}
      {log?.length === 0 && (
        <p class="none">
          {narrowed ? "Nothing was found. " : "Nothing was sent yet. Reminders of promises appear here, news of them, and letters to customers."}
          {narrowed && (
            <button type="button" onClick={() => store.show(EVERY)}>
              Show every message <kbd>A</kbd>
            </button>
          )}
        </p>
      )}
      <ol>
        {log?.map((one) => (
          <Line
            key={one.id}
            one={one}
            now={now}
            current={here === one.id}
            open={open === one.id}
            asked={asked?.id === one.id ? asked.what : ""}
            store={store}
            by={state.by}
            mayAct={!shown.why_not}
            gone={!shown.destinations.some(({ destination }) => destination.id === one.destination)}
            mail={TAKE_ADDRESSES.includes(shown.destinations.find(({ destination }) => destination.id === one.destination)?.destination.kind ?? "")}
            onHere={() => onHere(one.id)}
            onOpen={() => onOpen(open === one.id ? "" : one.id)}
            onAsk={(what) => onAsk(what && { id: one.id, what })}
          />
        ))}
      </ol>
      {state.after && (
        <button type="button" class="more" onClick={() => void store.more()}>
          Show more
        </button>
      )}
    </section>
  );
}

function LogFilters({ filters, shown, onShow }: { filters: Filters; shown: OutgoingShown; onShow(some: Partial<Filters>): void }) {
  const known = shown.destinations.some(({ destination }) => destination.id === filters.destination);
  return (
    <div class="log-filters">
      <label>
        <span class="unseen">In which state</span>
        <select value={filters.state} onChange={(event) => onShow({ state: event.currentTarget.value as Filters["state"] })}>
          <option value="">Every state</option>
          <option value="parked">Parked</option>
          <option value="waiting">Waiting</option>
          <option value="sent">Sent</option>
          <option value="lapsed">Let be, or not needed any more</option>
        </select>
      </label>
      <label>
        <span class="unseen">To which destination</span>
        <select value={filters.destination} onChange={(event) => onShow({ destination: event.currentTarget.value })}>
          <option value="">Every destination</option>
          {filters.destination && !known && <option value={filters.destination}>One that is gone</option>}
          {shown.destinations.map(({ destination }) => (
            <option key={destination.id} value={destination.id}>
              {destination.name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface LineProps {
  one: DeliveryShown;
  now: number;
  current: boolean;
  open: boolean;
  asked: "again" | "letBe" | "";
  store: Store;
  by: string;
  mayAct: boolean;
  mail: boolean;
  /** Its destination is there no more. */
  gone: boolean;
  onHere(): void;
  onOpen(): void;
  onAsk(what: "again" | "letBe" | null): void;
}

function Line({ one, now, current, open, asked, store, by, mayAct, mail, gone, onHere, onOpen, onAsk }: LineProps) {
  const at = (moment: string) => momentWords(Date.parse(moment), now, myZone());
  const { mark, words } = STATES[one.state];
  return (
    <li class="sent-line" data-item={one.id} data-state={one.state} aria-current={current ? "true" : undefined} tabIndex={current ? 0 : -1} onFocusIn={onHere} onClick={onHere}>
      <time dateTime={one.made_at}>{at(one.made_at)}</time>
      <div class="sent-what">
        <button type="button" class="subject" aria-expanded={open} tabIndex={current ? 0 : -1} onClick={onOpen}>
          {one.subject}
        </button>
        <p class="hint">
          {messageName(one.kind)} · to {one.name || "a destination"}
          {gone && " (removed)"}
          {one.to.length > 0 && `, ${one.to.join(", ")}`}
        </p>
        {one.state !== "sent" && one.why && <p class="why-not">{sentence(one.why)}</p>}
        <Changed letter={one} />
      </div>
      <span class="tag" data-state={one.state}>
        <span aria-hidden="true">{mark} </span>
        {words}
        {one.attempts > 1 && ` · ${one.attempts} tries`}
      </span>
      {open && (
        <div class="sent-more">
          <dl class="facts">
            {one.settled_at && <Fact name={{ sent: "Brought", lapsed: "Let be", parked: "Given up", waiting: "" }[one.state]} value={at(one.settled_at)} />}
            {one.state === "waiting" && <Fact name="Next try" value={at(one.next_at)} />}
            <Fact name="Attempts" value={String(one.attempts)} />
            {one.reference && <Fact name="Receipt" value={one.reference} />}
            {Object.entries(one.refused).map(([address, why]) => (
              <Fact key={address} name="Refused" value={`${address}: ${why}`} />
            ))}
            <Fact name="Sent by" value={one.by === "steadyline" ? "itself" : one.by} />
            <Fact name="Id" value={one.id} />
          </dl>
          <p class="sent-text">{one.text}</p>
          {one.promise && (
            <p class="hint">
              <a href={`/promises/${encodeURIComponent(one.promise)}`}>The promise</a>
            </p>
          )}
        </div>
      )}
      {one.state === "parked" && mayAct && (
        <div class="sent-more">
          {asked === "again" && <Again one={one} store={store} by={by} mail={mail} onClose={() => onAsk(null)} />}
          {asked === "letBe" && <LetBe one={one} store={store} by={by} onClose={() => onAsk(null)} />}
          {!asked && current && (
            <div class="answer">
              <button type="button" onClick={() => onAsk("again")}>
                Send again <kbd>S</kbd>
              </button>
              <button type="button" onClick={() => onAsk("letBe")}>
                Let it be <kbd>L</kbd>
              </button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Sending a parked message again: to the same, or where an address was wrong, to another. */
function Again({ one, store, by, mail, onClose }: { one: DeliveryShown; store: Store; by: string; mail: boolean; onClose(): void }) {
  const [to, setTo] = useState(one.to.join(", "));
  const send = () => {
    const other = mail && to.trim() !== one.to.join(", ");
    return store.again(one.id, other ? addresses(to) : null, one.changed ? one.edition : 0);
  };
  return (
    <Asking label="Send it again" yes="Send it again" no="Leave it parked" by={by} store={store} onYes={send} onClose={onClose}>
      <p class="hint">It goes out under the same id, so a receiver that has it already can tell.</p>
      {one.kind.startsWith("customer_") && <p class="sent-text">{one.text}</p>}
      {one.changed && <ReadBoth key={one.edition} letter={one} />}
      {mail && (
        <label>
          To
          <input type="text" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
        </label>
      )}
    </Asking>
  );
}

/** Letting a parked message be: nobody wants it any more, and it is counted no more. */
function LetBe({ one, store, by, onClose }: { one: DeliveryShown; store: Store; by: string; onClose(): void }) {
  return (
    <Asking label="Let it be" yes="Let it be" no="Leave it parked" by={by} store={store} onYes={() => store.letBe(one.id)} onClose={onClose}>
      <p class="hint">It will not be sent, and no longer counts as parked. The log says who let it be.</p>
    </Asking>
  );
}
