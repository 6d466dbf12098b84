/** Holds the page's state between the socket, which changes it, and the page, which shows it. */

import { useEffect, useState } from "preact/hooks";

import type { FromSupervisor, ToSupervisor } from "../generated";
import { Connection } from "../desk/connection";
import { type State, START, receive, steady } from "./board";

export class Store {
  state: State = START;
  private readonly watchers = new Set<() => void>();
  private connection: Connection<ToSupervisor, FromSupervisor> | null = null;

  open(): void {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.connection = new Connection<ToSupervisor, FromSupervisor>(
      `${scheme}//${location.host}/api/supervisor`,
      {
        message: (message) => this.become(receive(this.state, message, performance.now())),
        link: (link) => this.become({ ...this.state, link }),
      },
      () => true, // The server is never silent for long here.
    );
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  judge(call: string, alert: string, useful: boolean): void {
    if (steady(this.state, performance.now())) this.say({ type: "judge", call, alert, useful });
  }

  /** Says it, or says that it could not be said. */
  say(message: FromSupervisor): boolean {
    const sent = this.connection?.send(message) ?? false;
    this.become({ ...this.state, problem: sent ? "" : "The line is down: that was not sent. Try again once it is back." });
    return sent;
  }

  private become(state: State): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

export function useStore(store: Store): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.watch(() => setState(store.state));
  }, [store]);
  return state;
}
