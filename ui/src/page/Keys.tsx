/** The keys of a page, in a dialog. */

import { Dialog } from "./Dialog";
import type { Key } from "./keys";

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };

export function keyName(key: string): string {
  return NAMES[key] ?? key;
}

interface Props {
  keys: readonly Key[];
  /** What to know of them all, below the list. */
  note: string;
  open: boolean;
  onClose(): void;
}

export function Keys({ keys, note, open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} titled="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(({ keys, action, does }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="none">{note}</p>
      <button type="button" class="main" onClick={onClose}>
        Close
      </button>
    </Dialog>
  );
}

/** Opens the list of keys. */
export function KeysButton({ onOpen }: { onOpen(): void }) {
  return (
    <button type="button" aria-label="Help: the keys" aria-haspopup="dialog" onClick={onOpen}>
      ?
    </button>
  );
}
