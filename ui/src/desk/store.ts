/** Holds the desk's state between the socket, which changes it, and the page, which shows it. */

import { useEffect, useState } from "preact/hooks";

import type { FromPage, FromServer } from "../generated";
import type { AgentLevel } from "./CueTools";
import { Connection, socketAddress, whileTimeRuns } from "./connection";
import { type Press, type State, START, press, receive, unheard } from "./state";
import { read } from "./clock";

export class Store {
  state: State = START;
  private readonly watchers = new Set<() => void>();
  private connection: Connection<FromServer, FromPage> | null = null;
  /** No view has come yet on this connection. */
  private fresh = true;

  open(): void {
    this.connection = new Connection<FromServer, FromPage>(socketAddress(location), {
      message: (message) => this.receive(message),
      link: (link) => {
        this.fresh ||= link === "open";
        this.become({ ...this.state, link });
      },
    }, whileTimeRuns);
  }

  close(): void {
    this.connection?.close();
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Answers the cue on the screen; nothing happens where there is none. */
  press(kind: Press["kind"]): void {
    const before = this.state;
    this.become(press(before, kind, performance.now()));
    if (this.state !== before) this.say(this.state.press);
  }

  /** Asks for a supervisor. The next view shows whether that is known; said twice, it counts once. */
  askHelp(): void {
    const { view } = this.state;
    if (view?.state !== "live" || view.help === "asked") return;
    this.wish({ type: "help", call: view.call }, "help was not asked for");
  }

  /** Cues off for this call, or on again. The next view shows which. */
  switchCues(): void {
    const { view } = this.state;
    if (view?.state === "live") this.wish({ type: "switch", call: view.call, on: !view.cues.on }, "the cues were not switched");
  }

  /** How practised this agent is, by their own word, for this call. */
  chooseLevel(level: AgentLevel): void {
    const { view } = this.state;
    if (view?.state === "live") this.wish({ type: "level", call: view.call, level }, "the level was not changed");
  }

  private wish(message: FromPage, not: string): void {
    if (this.connection?.send(message)) return;
    this.become({ ...this.state, problem: `The line is down: ${not}. Press again once it is back.` });
  }

  /** Asks the server to play its own call, again or for the first time. */
  async play(): Promise<void> {
    const answer = await fetch("/api/demo/play", { method: "POST" }).catch(() => null);
    if (!answer?.ok) {
      const why = answer ? `The server answered ${answer.status}.` : "The server did not answer.";
      this.become({ ...this.state, problem: `The call cannot be played now. ${why}` });
    } else if (new URLSearchParams(location.search).has("call")) {
      history.replaceState(null, "", location.pathname); // This page was bound to the old call.
      this.close();
      this.open();
    }
  }

  readonly now = (): { callTime: number; running: boolean } => ({
    callTime: read(this.state.clock, performance.now()),
    running: this.state.clock.running,
  });

  private receive(message: FromServer): void {
    this.become(receive(this.state, message, performance.now()));
    if (message.type === "view" && this.fresh) {
      this.fresh = false;
      this.say(unheard(this.state));
    }
  }

  private say(made: Press | null): void {
    if (made) this.connection?.send({ type: made.kind, call: made.call, cue: made.cue.id });
  }

  private become(state: State): void {
    if (state === this.state) return;
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

/** The monotonic clock, looked at every `everyMs` milliseconds while `on`. */
export function useTick(everyMs: number, on: boolean): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => setTick((ticks) => ticks + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, on]);
  return performance.now();
}
