/** The keys, in a dialog that the browser itself keeps the focus in. */

import { useEffect, useRef } from "preact/hooks";

import { KEYS } from "./keys";

export function Help({ open, onClose }: { open: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog class="help" ref={dialog} onClose={onClose} aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(({ keys, action, does }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="none">A cue goes by itself when its moment has passed. You need not answer it.</p>
      <button type="button" class="main" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
