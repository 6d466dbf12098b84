/** The desk's keys. */

import { type Key, type Pressed, actionIn } from "../page/keys";

export type Action = "take" | "dismiss" | "cues" | "sound" | "brief" | "supervisor" | "wrapup" | "help";

export const KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["T", "Enter"], action: "take", does: "Take the cue: you are going to say it" },
  { keys: ["D", "Escape"], action: "dismiss", does: "Dismiss the cue" },
  { keys: ["C"], action: "cues", does: "Cues off for this call, or on again" },
  { keys: ["S"], action: "sound", does: "Sound on or off, where this call has a recording" },
  { keys: ["B"], action: "brief", does: "Show or close the brief so far, for whoever takes over" },
  { keys: ["H"], action: "supervisor", does: "Ask a supervisor for help with this call" },
  { keys: ["W"], action: "wrapup", does: "Wrap up; during the call, settle its promises in another window" },
  { keys: ["?"], action: "help", does: "Show or close this list" },
];

/** What a key means. `onControl`: the focus is on something that itself answers to Enter. */
export function actionOf(pressed: Pressed, onControl: boolean): Action | null {
  return pressed.key === "Enter" && onControl ? null : actionIn(KEYS, pressed);
}

/** Whether the element answers to Enter by itself. */
export function isControl(element: Element | null): boolean {
  return element?.matches("button, a[href], input, select, textarea, summary") ?? false;
}
