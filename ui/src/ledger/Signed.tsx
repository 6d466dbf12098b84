/** Whose name stands under what is done here: asked for once, then shown, and another's where somebody else sits here. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { Field } from "./Acting";

interface Props {
  /** The name that was known when the form was opened. */
  known: string;
  name: string;
  label: string;
  onName(name: string): void;
}

export function Signed({ known, name, label, onName }: Props) {
  const [asks, setAsks] = useState(!known.trim());
  const place = useRef<HTMLDivElement>(null);
  const changed = useRef(false);
  useLayoutEffect(() => {
    if (changed.current) place.current?.querySelector("input")?.select();
  }, [asks]);
  const somebodyElse = () => {
    changed.current = true;
    setAsks(true);
  };
  return (
    <div ref={place} class="signed">
      {asks ? (
        <Field label={label} value={name} onValue={onName} required />
      ) : (
        <p class="hint">
          {label}: <strong>{known.trim()}</strong>{" "}
          <button type="button" onClick={somebodyElse}>
            I am somebody else
          </button>
        </p>
      )}
    </div>
  );
}
