/** What a supervisor gives for one call: a higher limit, or a break after it. */

import { useState } from "preact/hooks";

import type { CallShown } from "../generated";
import { Dialog } from "../page/Dialog";
import { people } from "./board";
import type { Store } from "./store";

const BREAKS = [5, 10, 15] as const;

export function Give({ call, store, onClose }: { call: CallShown | null; store: Store; onClose(): void }) {
  return (
    <Dialog class="give" open={call !== null} onClose={onClose} titled="give-title">
      {call && <Form key={call.call} call={call} store={store} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ call, store, onClose }: { call: CallShown; store: Store; onClose(): void }) {
  const kinds = Object.keys(call.limits).filter((kind) => kind !== "currency");
  const [kind, setKind] = useState(kinds[0] ?? "refund");
  const [amount, setAmount] = useState("");
  const [open, setOpen] = useState(false);
  const currency = typeof call.limits["currency"] === "string" ? call.limits["currency"] : "";
  const known = call.limits[kind];
  const agent = call.agent || "The agent";

  const raise = (event: Event) => {
    event.preventDefault();
    if (store.say({ type: "limit", call: call.call, kind: kind.trim(), amount: open ? null : Number(amount) })) onClose();
  };
  const grant = (minutes: number) => {
    if (store.say({ type: "break", call: call.call, minutes })) onClose();
  };
  return (
    <>
      <h2 id="give-title">{people(call)}</h2>
      <form onSubmit={raise}>
        <h3>Raise a limit, for this call only</h3>
        <label>
          What
          <input
            list="give-kinds"
            required
            maxLength={60}
            value={kind}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => setKind(event.currentTarget.value)}
          />
          <datalist id="give-kinds">
            {kinds.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <label>
          Up to {currency}
          <input type="number" min="0.01" step="any" required={!open} disabled={open} value={amount} onInput={(event) => setAmount(event.currentTarget.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} /> as much as it takes
        </label>
        {known !== undefined && (
          <p class="muted small">
            {agent} may give {known === true ? "any amount" : known ? `up to ${known} ${currency}` : "none"} now.
          </p>
        )}
        <button type="submit" class="main">
          Raise it
        </button>
      </form>
      <div role="group" aria-labelledby="give-break">
        <h3 id="give-break">Grant {agent} a break after this call</h3>
        <p class="give-breaks">
          {BREAKS.map((minutes) => (
            <button key={minutes} type="button" onClick={() => grant(minutes)}>
              {minutes} minutes
            </button>
          ))}
        </p>
      </div>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </>
  );
}
