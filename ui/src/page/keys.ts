/** The keys of a page. Each page has one list: it is obeyed there and shown in its help. */

import { useLayoutEffect, useRef } from "preact/hooks";

export interface Key<Action extends string = string> {
  keys: readonly string[];
  action: Action;
  does: string;
}

export interface Pressed {
  key: string;
  repeat: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** A finger on its way down cannot be called back sooner than this, in milliseconds. */
export const FINGER_MS = 350;

/** Keys that only go somewhere: held down, they go on. */
const GOING = ["ArrowDown", "ArrowUp"];

/** What a key means in this list; nothing while one that does something is held down, or asks the browser for something. */
export function actionIn<Action extends string>(list: ReadonlyArray<Key<Action>>, pressed: Pressed): Action | null {
  if ((pressed.repeat && !GOING.includes(pressed.key)) || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const name = pressed.key.length === 1 ? pressed.key.toUpperCase() : pressed.key;
  return list.find(({ keys }) => keys.includes(name))?.action ?? null;
}

/** Whether keys are meant for this element: somebody writes there, or chooses. */
export function takesKeys(element: Element | null): boolean {
  return element?.matches("input, textarea, select, audio") ?? false;
}

/** Whether something lies over the page and has the keys to itself. */
export function isCovered(): boolean {
  return document.querySelector("dialog[open], :popover-open") !== null;
}

/** Calls the newest `pressed` for every key, from the moment that the page is seen: a quick finger waits for no frame. */
export function useKeyDown(pressed: (event: KeyboardEvent) => void): void {
  const newest = useRef(pressed);
  newest.current = pressed;
  useLayoutEffect(() => {
    const down = (event: KeyboardEvent) => newest.current(event);
    addEventListener("keydown", down);
    return () => removeEventListener("keydown", down);
  }, []);
}
