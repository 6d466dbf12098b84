/** The focus goes to what comes next, so that nobody has to look for it with Tab. */

import type { Action } from "./keys";

/** Presses the button that shows this key, or goes to the field; nothing where there is none to press now. */
export function doIt(action: Action): void {
  const target = find(action);
  if (target?.matches("textarea")) target.focus();
  else target?.click();
}

/** Focus on the first of these that can be used now. */
export function focusOn(...actions: Action[]): void {
  actions.map(find).find(Boolean)?.focus();
}

function find(action: Action): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-does="${action}"]:not(:disabled)`);
}
