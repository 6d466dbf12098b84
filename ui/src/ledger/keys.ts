/** The keys of the ledger's pages. */

import { type Key, type Pressed, actionIn } from "../page/keys";
import { ACTS, type Act } from "./words";

export type Action = Act | "next" | "before" | "open" | "search" | "new" | "write" | "mine" | "team" | "all" | "figures" | "story" | "hear" | "list";

/** Keys of the list. What is not here is done on the promise's own page: fewer keys to hit by accident. */
export const LIST_ACTS: readonly Act[] = ["keep", "postpone", "hand_over"];

const onAPromise = (acts: readonly Act[]): Array<Key<Action>> => ACTS.filter(({ act }) => acts.includes(act)).map(({ act, key, does }) => ({ keys: [key], action: act, does }));

export const LIST_KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["ArrowDown", "J"], action: "next", does: "Go to the next promise" },
  { keys: ["ArrowUp"], action: "before", does: "Go to the one before" },
  { keys: ["Enter"], action: "open", does: "Open it: all that can be done, and its history" },
  ...onAPromise(LIST_ACTS),
  { keys: ["C"], action: "story", does: "The customer’s story" },
  { keys: ["N"], action: "new", does: "Make a promise by hand" },
  { keys: ["/"], action: "search", does: "Search" },
  { keys: ["M"], action: "mine", does: "Show mine" },
  { keys: ["T"], action: "team", does: "Show the team’s" },
  { keys: ["A"], action: "all", does: "Show everybody’s" },
  { keys: ["F"], action: "figures", does: "The figures" },
];

export const PAGE_KEYS: ReadonlyArray<Key<Action>> = [
  ...onAPromise(ACTS.map(({ act }) => act)),
  { keys: ["M"], action: "write", does: "Write a letter to the customer: a draft to read, mend and send" },
  { keys: ["S"], action: "hear", does: "Hear the moment it was said, where the sound is kept" },
  { keys: ["C"], action: "story", does: "The customer’s story" },
  { keys: ["Escape"], action: "list", does: "Back to where you were before" },
];

export const STORY_KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["ArrowDown", "J"], action: "next", does: "Go to the next line" },
  { keys: ["ArrowUp", "K"], action: "before", does: "Go to the line before" },
  { keys: ["N"], action: "new", does: "Make a promise to this customer" },
];

export function actionOf(list: ReadonlyArray<Key<Action>>, pressed: Pressed, writing: boolean): Action | null {
  return writing ? null : actionIn(list, pressed);
}
