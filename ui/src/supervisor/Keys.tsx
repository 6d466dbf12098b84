/** The keys, in a dialog that the browser itself keeps the focus in. */

import { useEffect, useRef } from "preact/hooks";

import { KEYS } from "./board";

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑" };

export function Keys({ open, onClose }: { open: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog class="help" ref={dialog} onClose={onClose} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {KEYS.map(({ keys, action, does }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{NAMES[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="none">A key acts on the call that has the focus, and on no other.</p>
      <button type="button" class="main" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
