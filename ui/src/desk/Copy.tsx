/** Puts a text where it can be pasted, and says whether it did. */

import { useState } from "preact/hooks";

export function Copy({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    const copied = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied" : "Not copied: select the text instead");
    setTimeout(() => setSaid(""), 4000);
  };
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        Copy
      </button>
      <span class="copied" role="status">
        {said}
      </span>
    </span>
  );
}
