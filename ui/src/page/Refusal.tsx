/** Why what was asked for was not done: in the form that asked for it, in sight, and said by a screen reader. */

import { useEffect, useRef } from "preact/hooks";

export function Refusal({ why }: { why: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (why) line.current?.scrollIntoView({ block: "nearest" });
  }, [why]);
  return (
    <p ref={line} class="refusal" role="alert">
      {why}
    </p>
  );
}
