/**
 * The list of promises between the server and the page.
 *
 * Asked for anew when the filters change, when the socket tells of a change, and at the moment at which one becomes late
 * or at risk, or the day is over: nothing is asked for again and again. An answer to an older question is passed over.
 */

import type { MakePromise, OnePromise, Overview, PromiseOnLedger, PromisesPage, PromiseWish } from "../generated";
import type { Link } from "../page/connection";
import { Held } from "../page/held";
import { type Filters, fromAddress, strangers, toAddress, toQuery } from "./filters";
import { iAm, myName, myTeam, myTeamIs } from "./me";
import { NotDone, ask, change, make, newKey, watch } from "./server";
import { myZone, nextTurn } from "./times";

export interface Group {
  name: "late" | "today" | "at_risk" | "rest" | "found";
  promises: PromiseOnLedger[];
  /** How many there are in all, where that is known to be more. */
  count: number;
}

export interface State {
  link: Link;
  filters: Filters;
  /** What the address asked for and is not known here. */
  strange: string;
  groups: Group[] | null;
  after: string;
  open: number;
  /** Which of whose is asked for is a name that no promise has. */
  strangers: readonly ("owner" | "team")[];
  problem: string;
  /** What was done, for a screen reader. */
  news: string;
  by: string;
  team: string;
  now: number;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Store extends Held<State> {
  readonly zone = myZone();
  private round = 0;
  private timer = 0;

  constructor() {
    const by = myName();
    super({ link: "connecting", filters: fromAddress(location.search, by), strange: strangers(location.search), groups: null, after: "", open: 0, strangers: [], problem: "", news: "", by, team: myTeam(), now: Date.now() });
  }

  open(): void {
    watch(
      () => void this.load(),
      (link) => this.become({ link }),
    );
    addEventListener("popstate", () => {
      this.become({ filters: fromAddress(location.search, this.state.by), strange: strangers(location.search), groups: null });
      void this.load();
    });
    history.replaceState(null, "", toAddress(this.state.filters));
    void this.load();
  }

  /** Other promises: in the address too. Typing in the search makes no new step back. */
  show(some: Partial<Filters>): void {
    const filters = { ...this.state.filters, ...some };
    const typing = Object.keys(some).length === 1 && "words" in some;
    history[typing ? "replaceState" : "pushState"](null, "", toAddress(filters));
    this.become({ filters, strange: "" });
    void this.load();
  }

  iAm(by: string): void {
    iAm(by);
    this.become({ by });
  }

  myTeamIs(team: string): void {
    myTeamIs(team);
    this.become({ team });
  }

  async load(): Promise<void> {
    const round = ++this.round;
    const { filters } = this.state;
    try {
      const answer = await ask<Overview | PromisesPage>(toQuery(filters, this.zone));
      if (round !== this.round) return;
      this.become({ ...("promises" in answer ? listed(answer) : grouped(answer)), problem: "", now: Date.parse(answer.now) });
      this.wakeAt("day_ends" in answer ? answer.day_ends : "");
    } catch (error) {
      if (round === this.round) this.become({ problem: words(error) });
    }
  }

  async more(): Promise<void> {
    const { filters, after, groups } = this.state;
    const round = this.round;
    try {
      const answer = await ask<PromisesPage>(toQuery(filters, this.zone, after));
      if (round !== this.round || !groups) return;
      const last = groups.at(-1)!;
      const known = new Set(groups.flatMap(({ promises }) => promises.map(({ id }) => id)));
      const fresh = answer.promises.filter(({ id }) => !known.has(id));
      this.become({ groups: [...groups.slice(0, -1), { ...last, promises: [...last.promises, ...fresh] }], after: answer.after });
    } catch (error) {
      this.become({ problem: words(error) });
    }
  }

  /** Does it; why not, in words, where it was not done: at the top of the page too, where the form is gone with its promise. */
  async do(id: string, wish: PromiseWish): Promise<string> {
    const refused = await this.done(() => change(id, wish, newKey()), "Written down.");
    const shown = this.state.groups?.some(({ promises }) => promises.some((promise) => promise.id === id));
    if (refused && !shown) this.become({ problem: refused });
    return refused;
  }

  async make(wish: MakePromise): Promise<string> {
    return this.done(() => make(wish, newKey()), "The promise is on the ledger.");
  }

  private async done(act: () => Promise<OnePromise>, news: string): Promise<string> {
    try {
      await act();
      this.become({ problem: "", news });
      await this.load();
      return "";
    } catch (error) {
      await this.load();
      return words(error);
    }
  }

  private wakeAt(dayEnds: string): void {
    clearTimeout(this.timer);
    const promises = this.state.groups?.flatMap((group) => group.promises) ?? [];
    const wait = nextTurn(promises, dayEnds, Date.now()) - Date.now() + 1000;
    this.timer = window.setTimeout(() => void this.load(), Math.min(wait, LONGEST_TIMER_MS));
  }
}

type Shown = Pick<State, "groups" | "after" | "open" | "strangers">;

function grouped(overview: Overview): Shown {
  const { late, today, at_risk, rest, late_count, today_count, open_count, after, strangers } = overview;
  const groups: Group[] = [
    { name: "late", promises: late, count: late_count },
    { name: "today", promises: today, count: today_count },
    { name: "at_risk", promises: at_risk, count: at_risk.length },
    { name: "rest", promises: rest, count: rest.length },
  ];
  return { groups, after, open: open_count, strangers };
}

function listed(page: PromisesPage): Shown {
  return { groups: [{ name: "found", promises: page.promises, count: page.promises.length }], after: page.after, open: 0, strangers: page.strangers };
}

export function words(error: unknown): string {
  return error instanceof NotDone ? error.message : "Something went wrong on this page. Load it again.";
}

