/** The brief as the call stands, for a warm transfer: in a dialog that the browser itself keeps the focus in. */

import { useEffect, useRef } from "preact/hooks";

import type { Desk } from "../generated";
import { Copy } from "./Copy";
import { BriefText } from "./Ended";

export function BriefSoFar({ view, open, onClose }: { view: Desk; open: boolean; onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog class="help brief-so-far" ref={dialog} onClose={onClose} aria-labelledby="so-far-title">
      <h2 id="so-far-title">For whoever takes over</h2>
      {open && <BriefText text={view.brief} />}
      <div class="answer">
        <button type="button" class="main" onClick={onClose}>
          Close <kbd>B</kbd>
        </button>
        <Copy text={view.brief} />
      </div>
    </dialog>
  );
}
