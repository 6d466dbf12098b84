/** The wrap-up's keys: one for each thing done to a promise. Pure. */

import type { Pressed } from "../desk/keys";
import type { DraftShown } from "../generated";

export type Action = "confirm" | "edit" | "drop" | "next" | "before" | "message";

export const KEYS: ReadonlyArray<{ keys: readonly string[]; action: Action; does: string }> = [
  { keys: ["C"], action: "confirm", does: "Confirm" },
  { keys: ["E"], action: "edit", does: "Edit" },
  { keys: ["D"], action: "drop", does: "Drop" },
  { keys: ["N", "ArrowDown"], action: "next", does: "Next" },
  { keys: ["B", "ArrowUp"], action: "before", does: "Before" },
  { keys: ["M"], action: "message", does: "To the message" },
];

/** What a key means; nothing while somebody writes, or holds it down. */
export function actionOf(pressed: Pressed, writing: boolean): Action | null {
  if (writing || pressed.repeat || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const name = pressed.key.length === 1 ? pressed.key.toUpperCase() : pressed.key;
  return KEYS.find(({ keys }) => keys.includes(name))?.action ?? null;
}

/** The place of the promise to settle after the one at `at`: the next draft, from the top again; else the next one. */
export function afterSettling(promises: ReadonlyArray<Pick<DraftShown, "verdict">>, at: number): number {
  const order = promises.map((_, index) => (at + 1 + index) % promises.length);
  const draft = order.find((index) => index !== at && promises[index]?.verdict === "draft");
  return draft ?? Math.min(at + 1, promises.length - 1);
}
