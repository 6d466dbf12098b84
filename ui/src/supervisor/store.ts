/** Holds the page's state between the socket, which changes it, and the page, which shows it. */

import type { FromSupervisor, ToSupervisor } from "../generated";
import { Connection, socketAddress } from "../page/connection";
import { Held } from "../page/held";
import { type State, START, receive, steady } from "./board";

export class Store extends Held<State> {
  private connection: Connection<ToSupervisor, FromSupervisor> | null = null;

  constructor() {
    super(START);
  }

  open(): void {
    this.connection = new Connection<ToSupervisor, FromSupervisor>(
      socketAddress(location, "/api/supervisor"),
      {
        message: (message) => this.become(receive(this.state, message, performance.now())),
        link: (link) => this.become({ link }),
      },
      () => true, // The server is never silent for long here.
    );
  }

  judge(call: string, alert: string, useful: boolean): void {
    if (steady(this.state, performance.now())) this.say({ type: "judge", call, alert, useful });
  }

  /** Says it, or says that it could not be said. */
  say(message: FromSupervisor): boolean {
    const sent = this.connection?.send(message) ?? false;
    this.become({ problem: sent ? "" : "The line is down: that was not sent. Try again once it is back." });
    return sent;
  }
}
