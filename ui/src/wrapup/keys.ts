/** The wrap-up's keys: each is a press of the button that shows it. Pure. */

import { type Key, type Pressed, actionIn } from "../page/keys";

export type Action = "confirm" | "edit" | "drop" | "next" | "before" | "message" | "approve" | "copy" | "sign";

export const KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["C"], action: "confirm", does: "Confirm the promise as it reads" },
  { keys: ["E"], action: "edit", does: "Edit it, then Enter confirms it" },
  { keys: ["D"], action: "drop", does: "Drop it" },
  { keys: ["N", "ArrowDown"], action: "next", does: "Go to the next promise" },
  { keys: ["B", "ArrowUp"], action: "before", does: "Go to the one before" },
  { keys: ["M"], action: "message", does: "Write in the message: Ctrl Enter approves it, Escape leaves it" },
  { keys: ["A"], action: "approve", does: "Approve the message" },
  { keys: ["Y"], action: "copy", does: "Copy the message" },
  { keys: ["S"], action: "sign", does: "Sign the scorecard, once you have read it" },
];

/** What acts on the promise at hand. */
export const ON_A_PROMISE: ReadonlySet<Action> = new Set(["confirm", "edit", "drop"]);

/** What a key means; nothing while somebody writes. */
export function actionOf(pressed: Pressed, writing: boolean): Action | null {
  return writing ? null : actionIn(KEYS, pressed);
}

/** The place to go to after the one at `at` is settled: the next draft, from the top again; else the next one. */
export function afterSettling(drafts: readonly boolean[], at: number): number {
  const order = drafts.map((_, index) => (at + 1 + index) % drafts.length);
  const draft = order.find((index) => index !== at && drafts[index]);
  return draft ?? Math.min(at + 1, drafts.length - 1);
}

/** The place of the promise at hand: the one gone to, else the first draft. With none left it is the last while the call goes on. */
export function placeOf(gone: string | null, ids: readonly string[], drafts: readonly boolean[], over: boolean): number {
  const known = gone === null ? -1 : ids.indexOf(gone);
  const at = known < 0 ? drafts.indexOf(true) : known;
  return at < 0 ? Math.max(0, over ? 0 : ids.length - 1) : at;
}
