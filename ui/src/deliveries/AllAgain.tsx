/** Sending all that is parked again, as the log is filtered: a page at a time, and it says how many went. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { AllSentAgain, OutgoingShown } from "../generated";
import { cameWords, parkedWords, together } from "./again";
import type { State, Store } from "./store";
import { YourName } from "./YourName";

interface Props {
  state: State;
  shown: OutgoingShown;
  store: Store;
  onClose(): void;
}

export function AllAgain({ state, shown, store, onClose }: Props) {
  const { filters, by } = state;
  const [came, setCame] = useState<AllSentAgain | null>(null);
  const [why, setWhy] = useState("");
  const [waiting, setWaiting] = useState(false);
  const [asksName] = useState(!by.trim());
  const form = useRef<HTMLFormElement>(null);
  const where = shown.destinations.find(({ destination }) => destination.id === filters.destination)?.destination.name ?? "";
  const parked = state.log?.length ?? 0;
  const over = came ? !came.after : parked === 0;
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, button")?.focus(), [over]);
  const send = async () => {
    if (over) return onClose();
    if (waiting) return;
    setWaiting(true);
    const outcome = await store.allAgain(came?.after ?? "");
    setWaiting(false);
    if ("answer" in outcome) setCame(together(came, outcome.answer));
    setWhy("answer" in outcome ? "" : outcome.why);
  };
  return (
    <form
      ref={form}
      class="edit all-again"
      aria-label="Send all again"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), onClose())}
    >
      {came ? (
        <p>{cameWords(came)}</p>
      ) : over ? (
        <p>Nothing is parked here.</p>
      ) : (
        <>
          <p>{parkedWords(parked, !state.after, where, filters.promise !== "")} will go out again, each under the same id.</p>
          <p class="hint">A letter whose promise has changed since it was written stays parked, and so does what goes to a destination that is gone.</p>
        </>
      )}
      {asksName && !came && <YourName by={by} store={store} />}
      <p class="told wrong" role="alert">
        {why}
      </p>
      <div class="answer">
        <button type="submit" class="main">
          {over ? "Done" : came ? "Send the next ones again" : "Send all again"} <kbd>Enter</kbd>
        </button>
        {!over && (
          <button type="button" onClick={onClose}>
            {came ? "Leave the rest parked" : "Leave them parked"} <kbd>Esc</kbd>
          </button>
        )}
      </div>
    </form>
  );
}
