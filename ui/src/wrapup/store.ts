/**
 * The wrap-up between the server and the page.
 *
 * Every act names the edition of the page that it was made on, one after the other. Where somebody else was first, the
 * server says so: the page is then shown as it is now, what was still waiting is not sent, and nothing is overwritten
 * unseen.
 */

import type { Wish, WrapUpView } from "../generated";
import { Held } from "../page/held";

/** A wish without what the store adds. */
export type Bare = Wish extends infer One ? (One extends Wish ? Omit<One, "edition" | "by"> : never) : never;

export interface State {
  view: WrapUpView | null;
  /** What went wrong, in words; empty when nothing did. */
  problem: string;
  /** Acts on their way to the journal. */
  waiting: number;
  by: string;
}

type Fetch = (path: string, how?: RequestInit) => Promise<Pick<Response, "ok" | "status" | "json">>;

const NAME = "steadyline.name";

export class Store extends Held<State> {
  private line: Promise<unknown> = Promise.resolve();
  /** Grows when what waits must not be sent any more. */
  private round = 0;

  constructor(
    private readonly call: string,
    private readonly fetch: Fetch = (path, how) => window.fetch(path, how),
  ) {
    super({ view: null, problem: "", waiting: 0, by: kept() });
  }

  async load(): Promise<void> {
    await this.ask();
  }

  /** The name that what this person settles is signed with. */
  iAm(by: string): void {
    keep(by);
    this.become({ by });
  }

  /** Settles one thing. True once it is on disk. */
  say(wish: Bare): Promise<boolean> {
    const round = this.round;
    this.become({ waiting: this.state.waiting + 1 });
    const said = this.line.then(async () => {
      const sent = round === this.round && this.state.view !== null && (await this.ask(wish));
      this.become({ waiting: this.state.waiting - 1 });
      return sent;
    });
    this.line = said;
    return said;
  }

  private async ask(wish?: Bare): Promise<boolean> {
    const body = wish && { ...wish, edition: this.state.view?.edition ?? 0, by: this.state.by.trim() };
    const how = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const answer = await this.fetch(`/api/calls/${encodeURIComponent(this.call)}/wrap-up`, how);
      const said = await answer.json();
      if (answer.ok) {
        this.become({ view: said as WrapUpView, problem: "", by: this.state.by || (said as WrapUpView).header.agent.name });
        return true;
      }
      this.round++;
      this.become({ view: said.view ?? this.state.view, problem: said.message ?? `The server answered ${answer.status}.` });
    } catch {
      this.round++;
      const lost = wish ? "That was not written down. Try again." : "Load this page again.";
      this.become({ problem: `The server did not answer. ${lost}` });
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
