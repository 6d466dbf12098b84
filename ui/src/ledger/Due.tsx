/** When it is due: on the reader's clock, large; how far off, and on the customer's clock, where that differs. */

import type { PromiseOnLedger } from "../generated";
import { dueWords } from "./times";
import { mark, standing } from "./words";

export function Due({ promise, now, zone }: { promise: PromiseOnLedger; now: number; zone: string }) {
  const { when, far, theirs } = dueWords(promise, now, zone);
  return (
    <span class="due-words" data-standing={promise.state === "open" ? promise.standing : ""}>
      <time class="due-when" dateTime={promise.due ?? undefined}>
        {when}
      </time>
      {far && <span class="due-far">{far}</span>}
      {theirs && <span class="due-theirs">{theirs}</span>}
    </span>
  );
}

export function Standing({ promise }: { promise: PromiseOnLedger }) {
  return (
    <span class="tag" data-standing={promise.state === "open" ? promise.standing || "open" : promise.state}>
      <span aria-hidden="true">{mark(promise)}</span> {standing(promise)}
    </span>
  );
}
