/**
 * The page of deliveries between the server and whoever looks at it.
 *
 * The log is asked for anew when the filters change and when the socket tells that something was sent: at most once a
 * second, however many are. An answer to an older question is passed over.
 */

import type { AllSentAgain, CalendarMade, DeliveriesPage, DeliveryShown, Destination, MakeCalendar, OutgoingShown, Rehearsed, Tried } from "../generated";
import { iAm, myName } from "../ledger/me";
import { NotDone, ask } from "../ledger/server";
import { words } from "../ledger/store";
import { Connection, type Link, socketAddress } from "../page/connection";
import { Held } from "../page/held";
import { cameWords } from "./again";
import { type Filters, fromAddress, strangers, toAddress, toQuery } from "./filters";

export interface State {
  link: Link;
  shown: OutgoingShown | null;
  filters: Filters;
  /** What the address asked for and is not known here. */
  strange: string;
  log: DeliveryShown[] | null;
  after: string;
  problem: string;
  /** What was done, for a screen reader. */
  news: string;
  by: string;
  now: number;
}

const GATHER_MS = 1000;

/** What was asked for: the answer, or why there is none. */
export type Outcome<Answer> = { answer: Answer } | { why: string };

export class Store extends Held<State> {
  private round = 0;
  private timer = 0;
  private broken = false;

  constructor() {
    super({ link: "connecting", shown: null, filters: fromAddress(location.search), strange: strangers(location.search), log: null, after: "", problem: "", news: "", by: myName(), now: Date.now() });
  }

  open(): void {
    addEventListener("popstate", () => {
      this.become({ filters: fromAddress(location.search), strange: strangers(location.search), log: null });
      void this.load();
    });
    new Connection<{ type?: string }, never>(
      socketAddress(location, "/api/deliveries/events"),
      {
        message: ({ type }) => {
          if (type !== "still" || this.broken) this.soon();
          this.broken = false;
        },
        link: (link) => {
          this.broken = this.broken || link === "lost";
          this.become({ link });
        },
      },
      () => true, // The server is never silent for long here.
    );
    void this.load();
  }

  async show(some: Partial<Filters>): Promise<void> {
    const filters = { ...this.state.filters, ...some };
    history.pushState(null, "", toAddress(filters, location.pathname));
    this.become({ filters, strange: "" });
    await this.load();
  }

  iAm(by: string): void {
    iAm(by);
    this.become({ by });
  }

  async load(): Promise<void> {
    const round = ++this.round;
    try {
      const [shown, page] = await Promise.all([ask<OutgoingShown>("/api/outgoing"), ask<DeliveriesPage>(toQuery(this.state.filters))]);
      if (round === this.round) this.become({ shown, log: page.deliveries, after: page.after, problem: "", now: Date.parse(page.now) });
    } catch (error) {
      if (round === this.round) this.become({ problem: words(error) });
    }
  }

  async more(): Promise<void> {
    const { filters, after, log } = this.state;
    const round = this.round;
    try {
      const page = await ask<DeliveriesPage>(toQuery(filters, after));
      if (round === this.round) this.become({ log: [...(log ?? []), ...page.deliveries], after: page.after });
    } catch (error) {
      this.become({ problem: words(error) });
    }
  }

  save(destination: Destination, seen: Destination | null): Promise<Outcome<Destination>> {
    return this.done<Destination>("/api/destinations", { destination, seen, by: this.state.by }, `${destination.name} is saved.`);
  }

  remove(seen: Destination): Promise<Outcome<object>> {
    return this.done("/api/destinations/remove", { seen, by: this.state.by }, `${seen.name} is removed.`);
  }

  /** `read`: the edition of the promise beside which it was read, where that is needed. */
  again(id: string, to: string[] | null, read: number): Promise<Outcome<DeliveryShown>> {
    return this.done(`/api/deliveries/${encodeURIComponent(id)}/again`, { by: this.state.by, to, read }, "It is sent again.");
  }

  letBe(id: string): Promise<Outcome<DeliveryShown>> {
    return this.done(`/api/deliveries/${encodeURIComponent(id)}/let-be`, { by: this.state.by }, "It is let be, and not sent.");
  }

  /** A page of what is parked, as the log is filtered. */
  async allAgain(after: string): Promise<Outcome<AllSentAgain>> {
    const { destination, promise } = this.state.filters;
    const outcome = await asked<AllSentAgain>("/api/deliveries/again", { by: this.state.by, destination, promise, after });
    await this.load();
    if ("answer" in outcome) this.become({ news: cameWords(outcome.answer) });
    return outcome;
  }

  makeCalendar(wish: Omit<MakeCalendar, "by">): Promise<Outcome<CalendarMade>> {
    return this.done("/api/calendars", { ...wish, by: this.state.by }, "The calendar is made.");
  }

  revokeCalendar(id: string): Promise<Outcome<object>> {
    return this.done(`/api/calendars/${encodeURIComponent(id)}/revoke`, {}, "Its address opens nothing any more.");
  }

  /** Exactly what a test message would be; nothing is sent. */
  rehearse(destination: Destination, to: string[]): Promise<Outcome<Rehearsed>> {
    return asked("/api/destinations/rehearse", { destination, to, by: this.state.by });
  }

  /** One test message, really sent. */
  test(destination: Destination, to: string[]): Promise<Outcome<Tried>> {
    return asked("/api/destinations/test", { destination, to, by: this.state.by });
  }

  private async done<Answer>(path: string, body: object, news: string): Promise<Outcome<Answer>> {
    const outcome = await asked<Answer>(path, body);
    await this.load();
    if ("answer" in outcome) this.become({ news });
    return outcome;
  }

  private soon(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.load();
    }, GATHER_MS);
  }
}

async function asked<Answer>(path: string, body: object): Promise<Outcome<Answer>> {
  try {
    return { answer: await ask<Answer>(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) };
  } catch (error) {
    return { why: error instanceof NotDone ? error.message : words(error) };
  }
}

/** "a@example.com, b@example.com" -> both */
export function addresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
