/** A question about one line, in its place: answered by Enter, left by Escape, and why not is told where it was asked. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Outcome, Store } from "./store";
import { YourName } from "./YourName";

interface Props {
  label: string;
  /** What stands on its two buttons. */
  yes: string;
  no: string;
  class?: string;
  by: string;
  store: Store;
  onYes(): Promise<Outcome<unknown>>;
  /** It was done, or left. */
  onClose(): void;
  children: ComponentChildren;
}

export function Asking({ label, yes, no, by, store, onYes, onClose, children, ...more }: Props) {
  const [why, setWhy] = useState("");
  const [asksName] = useState(!by.trim());
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, button")?.focus(), []);
  const answer = async () => {
    const outcome = await onYes();
    if ("answer" in outcome) onClose();
    else setWhy(outcome.why);
  };
  return (
    <form
      ref={form}
      class={`edit ${more.class ?? ""}`}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void answer();
      }}
      onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), onClose())}
    >
      {children}
      {asksName && <YourName by={by} store={store} />}
      <p class="told wrong" role="alert">
        {why}
      </p>
      <div class="answer">
        <button type="submit" class="main">
          {yes} <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={onClose}>
          {no} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
