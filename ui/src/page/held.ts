/** State that a page watches: held in one place, changed in one way, told to whoever shows it. */

import { useEffect, useState } from "preact/hooks";

export class Held<State extends object> {
  private readonly watchers = new Set<() => void>();

  constructor(public state: State) {}

  /** Calls `watcher` after every change, until what is returned is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** The state with this change; nobody is told where nothing changed. */
  protected become(change: Partial<State>): void {
    if (change === this.state) return;
    this.state = { ...this.state, ...change };
    for (const tell of this.watchers) tell();
  }
}

/** What is held, shown anew whenever it changes. */
export function useHeld<State extends object>(held: Held<State>): State {
  const [state, setState] = useState(held.state);
  useEffect(() => {
    setState(held.state);
    return held.watch(() => setState(held.state));
  }, [held]);
  return state;
}
