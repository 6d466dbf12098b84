/** What becomes of a letter that was sent from a promise's page, in words. Pure. */

import { sentence } from "../deliveries/words";
import type { DeliveryShown, LetterSent } from "../generated";
import { momentWords } from "./times";

export type Fate = Pick<DeliveryShown, "id" | "state" | "attempts" | "why">;

/** That nothing went, as this very letter was sent before; empty where it goes now. */
export function alreadyWords({ already }: LetterSent, now: number, zone: string): string {
  return already && `Nothing was sent now: this very letter was sent already, ${momentWords(Date.parse(already), now, zone)}. If it did not arrive, look at the address, or change a word and send that.`;
}

/** What is known of it at the click. */
export function begun({ delivery, state }: Pick<LetterSent, "delivery" | "state">): Fate {
  return { id: delivery, state, attempts: 0, why: "" };
}

export function fateWords({ state, attempts, why }: Fate): string {
  const because = why && ` ${sentence(why)}`;
  switch (state) {
    case "waiting":
      return attempts ? `The letter was not sent yet, and is tried again.${because}` : "The letter is on its way.";
    case "sent":
      return why ? `The letter was sent, but not to everybody: ${why}.` : "The letter was sent.";
    case "parked":
      return `The letter was not sent.${because}`;
    case "lapsed":
      return `The letter was not sent.${because}`;
  }
}
