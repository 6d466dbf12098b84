/** What is said of sending all that is parked again. Pure. */

import type { AllSentAgain } from "../generated";

/** What came of one page and of those before it. */
export function together(before: AllSentAgain | null, came: AllSentAgain): AllSentAgain {
  return before ? { again: before.again + came.again, lapsed: before.lapsed + came.lapsed, stay: before.stay + came.stay, after: came.after } : came;
}

/** "All 3 that are parked for Team mail": how many there are, where all of them are on the page. */
export function parkedWords(shown: number, isAll: boolean, where: string, ofOne: boolean): string {
  const many = isAll ? (shown === 1 ? "The one that is parked" : `All ${shown} that are parked`) : "All that are parked";
  return [many, where && `for ${where}`, ofOne && "about this promise"].filter(Boolean).join(" ");
}

/** What came of it, in a sentence or two. */
export function cameWords({ again, lapsed, stay, after }: AllSentAgain): string {
  const are = (many: number) => (many === 1 ? "1 is" : `${many} are`);
  return [
    again || !(lapsed || stay) ? (again ? `${are(again)} sent again.` : "Nothing was parked any more.") : "",
    lapsed ? `${are(lapsed)} not needed any more.` : "",
    stay ? `${stay === 1 ? "1 stays" : `${stay} stay`} parked: look at ${stay === 1 ? "it" : "each"} and send it by itself.` : "",
    after ? "There are more." : "",
  ]
    .filter(Boolean)
    .join(" ");
}
