/** Puts a text where it can be pasted, and says whether it did. */

import { useState } from "preact/hooks";

interface Props {
  text: string;
  /** The key that presses it, if one does, and what that key is for. */
  pressed?: { key: string; does: string };
  /** It was copied by the keyboard: what comes next may have the focus. */
  onCopied?(): void;
}

export function Copy({ text, pressed, onCopied }: Props) {
  const [said, setSaid] = useState("");
  const copy = async (byKey: boolean) => {
    const copied = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied" : "Not copied: select the text instead");
    setTimeout(() => setSaid(""), 4000);
    if (copied && byKey) onCopied?.();
  };
  return (
    <span class="copy">
      <button type="button" data-does={pressed?.does} onClick={(event) => copy(event.detail === 0)}>
        Copy {pressed && <kbd>{pressed.key}</kbd>}
      </button>
      <span class="copied" role="status">
        {said}
      </span>
    </span>
  );
}
