/** Holds the desk's state between the socket, which changes it, and the page, which shows it. */

import type { FromPage, FromServer } from "../generated";
import { Connection, type Talks, socketAddress } from "../page/connection";
import { Held } from "../page/held";
import type { AgentLevel } from "./CueTools";
import { type Press, type State, START, press, receive, unheard } from "./state";
import { read } from "./clock";

/** The server talks while call time runs. */
const whileTimeRuns: Talks<FromServer> = (message, before) =>
  message.type === "view" ? message.running : before && message.type !== "idle";

/** The desk's socket; `?call=` of the page is passed on. */
export function deskPath(search: string): string {
  const call = new URLSearchParams(search).get("call");
  return `/api/desk${call ? `?call=${encodeURIComponent(call)}` : ""}`;
}

export class Store extends Held<State> {
  private connection: Connection<FromServer, FromPage> | null = null;
  /** No view has come yet on this connection. */
  private fresh = true;

  constructor() {
    super(START);
  }

  open(): void {
    this.connection = new Connection<FromServer, FromPage>(socketAddress(location, deskPath(location.search)), {
      message: (message) => this.receive(message),
      link: (link) => {
        this.fresh ||= link === "open";
        this.become({ link });
      },
    }, whileTimeRuns);
  }

  close(): void {
    this.connection?.close();
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
    this.become({ problem: `The line is down: ${not}. Press again once it is back.` });
  }

  /** Asks the server to play its own call, again or for the first time. */
  async play(): Promise<void> {
    const answer = await fetch("/api/demo/play", { method: "POST" }).catch(() => null);
    if (!answer?.ok) {
      const why = answer ? `The server answered ${answer.status}.` : "The server did not answer.";
      this.become({ problem: `The call cannot be played now. ${why}` });
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
}
