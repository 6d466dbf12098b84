/** A parked letter whose promise has changed since somebody read both: it says so, and goes only by who has read them. */

import type { DeliveryShown } from "../generated";
import { sentence } from "./words";

export function Changed({ letter }: { letter: DeliveryShown }) {
  if (!letter.changed) return null;
  return (
    <p class="why-not" role="status">
      <strong>The promise has changed since this letter was written.</strong> {sentence(letter.changed)}
    </p>
  );
}

/** What nobody ticks by the way: without it the form that it stands in sends nothing. */
export function ReadBoth({ letter }: { letter: DeliveryShown }) {
  return (
    <label class="tick">
      <input type="checkbox" required />
      <span>
        I have read this letter beside <a href={`/promises/${encodeURIComponent(letter.promise)}`}>the promise as it is now</a>, and it should go all the same
      </span>
    </label>
  );
}
