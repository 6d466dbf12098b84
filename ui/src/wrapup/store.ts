/**
 * The wrap-up between the server and the page.
 *
 * Every act names the edition of the page that it was made on, one after the other. Where somebody else was first, the
 * server says so: the page is then shown as it is now, what was still waiting is not sent, and nothing is overwritten
 * unseen. While the call goes on the page follows it: the desk's own socket says when there is more.
 */

import type { FromPage, FromServer, Wish, WrapUpView } from "../generated";
import { Connection, type Link, socketAddress } from "../page/connection";
import { Held } from "../page/held";

/** A wish without what the store adds. */
export type Bare = Wish extends infer One ? (One extends Wish ? Omit<One, "edition" | "by"> : never) : never;

/** Settles one thing, true once it is on disk; `told`: who asks says in its own place why it was not. */
export type Say = (wish: Bare, told?: (why: string) => void) => Promise<boolean>;

export interface State {
  view: WrapUpView | null;
  /** What went wrong, in words; empty when nothing did. */
  problem: string;
  /** Acts on their way to the journal. */
  waiting: number;
  by: string;
  /** The line on which the page follows a call that goes on; null where there is nothing to follow. */
  link: Link | null;
}

/** A call says many things in a breath: the page is asked for anew no sooner than this, in milliseconds. */
const PATIENCE_MS = 1000;

type Fetch = (path: string, how?: RequestInit) => Promise<Pick<Response, "ok" | "status" | "json">>;

const NAME = "steadyline.name";

export class Store extends Held<State> {
  private line: Promise<unknown> = Promise.resolve();
  /** Grows when what waits must not be sent any more. */
  private round = 0;
  private following: Connection<FromServer, FromPage> | null = null;
  /** The newest revision of the call that was heard of. */
  private heard = -1;
  /** The page is about to be asked for. */
  private due = false;

  constructor(
    private readonly call: string,
    private readonly fetch: Fetch = (path, how) => window.fetch(path, how),
  ) {
    super({ view: null, problem: "", waiting: 0, by: kept(), link: null });
  }

  async load(): Promise<void> {
    await this.ask();
  }

  /** Follows the call for as long as it goes on. */
  follow(): void {
    if (this.state.view?.state !== "live") return;
    const address = socketAddress(location, `/api/desk?call=${encodeURIComponent(this.call)}`);
    this.following = new Connection<FromServer, FromPage>(
      address,
      {
        message: (message) => message.type === "view" && this.hear(message.view.revision),
        link: (link) => this.become({ link }),
      },
      () => true, // Of one call the server is never silent for long.
    );
  }

  /** The call has gone on to this revision. */
  private hear(revision: number): void {
    if (revision <= this.heard) return;
    const asked = this.heard;
    this.heard = revision;
    if (this.due) return;
    this.due = true;
    setTimeout(() => {
      this.due = false;
      this.line = this.line.then(() => this.look());
    }, asked < 0 ? 0 : PATIENCE_MS);
  }

  /** Takes the page as it is now. A problem told stays; where there is no answer, the page stays too. */
  async look(): Promise<void> {
    try {
      const answer = await this.fetch(this.address);
      if (answer.ok) this.become({ view: (await answer.json()) as WrapUpView });
    } catch {
      this.heard = -1; // The next that is heard asks again.
    }
    if (this.state.view?.state !== "ended") return;
    this.following?.close();
    this.become({ link: null });
  }

  /** The name that what this person settles is signed with. */
  iAm(by: string): void {
    keep(by);
    this.become({ by });
  }

  readonly say: Say = (wish, told) => {
    const round = this.round;
    this.become({ waiting: this.state.waiting + 1 });
    const said = this.line.then(async () => {
      const sent = round === this.round && this.state.view !== null && (await this.ask(wish, told));
      this.become({ waiting: this.state.waiting - 1 });
      return sent;
    });
    this.line = said;
    return said;
  };

  private get address(): string {
    return `/api/calls/${encodeURIComponent(this.call)}/wrap-up`;
  }

  private async ask(wish?: Bare, told = (problem: string) => this.become({ problem })): Promise<boolean> {
    const body = wish && { ...wish, edition: this.state.view?.edition ?? 0, by: this.state.by.trim() };
    const how = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const answer = await this.fetch(this.address, how);
      const said = await answer.json();
      if (answer.ok) {
        this.become({ view: said as WrapUpView, problem: "", by: this.state.by || (said as WrapUpView).header.agent.name });
        return true;
      }
      this.round++;
      this.become({ view: said.view ?? this.state.view });
      told(said.message ?? `The server answered ${answer.status}.`);
    } catch {
      this.round++;
      const lost = wish ? "That was not written down. Try again." : "Load this page again.";
      told(`The server did not answer. ${lost}`);
    }
    return false;
  }
}

function kept(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function keep(name: string): void {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // Storage may be closed to us: the name is asked for again.
  }
}
