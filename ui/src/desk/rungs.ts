/** Where the ladder for abuse stands at this second of the call. It counts on between two views. */

import type { LadderShown } from "../generated";

/**
 * `due`: the next words fit now. `end`: all warnings are given, and it goes on. `cooling`: a warning was given, with time
 * to calm down. `standing`: it stands. `back`: they took it back. `noted`: something was said, and no warning given.
 */
export type Phase = "due" | "end" | "cooling" | "standing" | "back" | "noted";

export function phaseOf(ladder: LadderShown, now: number): Phase {
  const { due_until, calm_until, given, rungs } = ladder;
  if (due_until !== null && now <= due_until) return given < rungs.length ? "due" : "end";
  if (given > 0) return calm_until !== null && now < calm_until ? "cooling" : "standing";
  return ladder.warned_at === null ? "noted" : "back";
}

/** The words that come next, or empty where none are left but those to end with. */
export function wordsAfter(ladder: LadderShown, given: number): string {
  return ladder.rungs[given] ?? "";
}
