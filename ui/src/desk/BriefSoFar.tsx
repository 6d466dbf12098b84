/** The brief as the call stands, for a warm transfer: in a dialog. */

import type { Desk } from "../generated";
import { Copy } from "../page/Copy";
import { Dialog } from "../page/Dialog";
import { BriefText } from "./Ended";

export function BriefSoFar({ view, open, onClose }: { view: Desk; open: boolean; onClose(): void }) {
  return (
    <Dialog class="brief-so-far" open={open} onClose={onClose} titled="so-far-title">
      <h2 id="so-far-title">For whoever takes over</h2>
      {open && <BriefText text={view.brief} />}
      <div class="answer">
        <button type="button" class="main" onClick={onClose}>
          Close <kbd>B</kbd>
        </button>
        <Copy text={view.brief} />
      </div>
    </Dialog>
  );
}
