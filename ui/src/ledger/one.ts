/**
 * One promise between the server and its page. Where somebody else was first, it is shown as it is now; and a letter that
 * was sent from here is followed until it was brought, or was not.
 */

import type { DeliveriesPage, DeliveryShown, LetterSent, OnePromise, PromiseOnLedger, PromiseWish, Spoken } from "../generated";
import { Connection, type Link, socketAddress } from "../page/connection";
import { Held } from "../page/held";
import { type Fate, alreadyWords, begun } from "./fate";
import { iAm, myName } from "./me";
import { NotDone, ask, change, newKey, watch } from "./server";
import { words } from "./store";
import { myZone, nextTurn } from "./times";

export interface State {
  link: Link;
  one: OnePromise | null;
  /** What was said on the call just before it. */
  leadUp: readonly Spoken[];
  /** Letters about it that could not be brought, and wait for a person. */
  parked: readonly DeliveryShown[];
  /** What has become of the letter that was sent from here last. */
  letter: Fate | null;
  problem: string;
  news: string;
  by: string;
  now: number;
}

export class OneStore extends Held<State> {
  private timer = 0;
  private round = 0;
  /** Why it could not be read, where it could not. */
  private unread = "";

  constructor(readonly id: string) {
    super({ link: "connecting", one: null, leadUp: [], parked: [], letter: null, problem: "", news: "", by: myName(), now: Date.now() });
  }

  open(): void {
    watch(
      (promise) => (!promise || promise.id === this.id) && void this.load(),
      (link) => this.become({ link }),
    );
    new Connection<{ message?: { about?: string } }, never>(
      socketAddress(location, "/api/deliveries/events"),
      { message: ({ message }) => message?.about === this.id && void this.loadLetters(), link: () => undefined },
      () => true, // The server is never silent for long here.
    );
    void this.load();
  }

  private async loadLeadUp(): Promise<void> {
    const leadUp = await ask<Spoken[]>(`/api/promises/${encodeURIComponent(this.id)}/lead-up`).catch(() => null); // It reads without.
    if (leadUp) this.become({ leadUp });
  }

  iAm(by: string): void {
    iAm(by);
    this.become({ by });
  }

  /** What nothing was done for, and why. */
  say(news: string): void {
    this.become({ news, letter: null });
  }

  async load(): Promise<void> {
    void this.loadLetters();
    if (!this.state.leadUp.length) void this.loadLeadUp();
    try {
      const one = await ask<OnePromise>(`/api/promises/${encodeURIComponent(this.id)}`);
      // An answer that was on its way while something was done is older than what is shown.
      if (one.promise.edition >= (this.state.one?.promise.edition ?? 0)) this.show(one);
      if (this.state.problem === this.unread) this.become({ problem: "" });
    } catch (error) {
      this.unread = words(error);
      this.become({ problem: this.unread });
    }
  }

  /** Where the server cannot say it, what was shown stays: it may be parked still. */
  private async loadLetters(): Promise<void> {
    const round = ++this.round;
    const log = (some: object) => ask<DeliveriesPage>(`/api/deliveries?${new URLSearchParams({ promise: this.id, ...some })}`).catch(() => null);
    const [parked, newest] = await Promise.all([log({ standing: "parked" }), this.state.letter && log({})]);
    if (round !== this.round) return;
    if (parked) this.become({ parked: parked.deliveries.filter(({ kind }) => kind.startsWith("customer_")) });
    const letter = [parked, newest].flatMap((page) => page?.deliveries ?? []).find(({ id }) => id === this.state.letter?.id);
    if (letter) this.become({ letter });
  }

  /** From here on it is told what becomes of this letter. */
  async sent(letter: LetterSent): Promise<void> {
    const news = alreadyWords(letter, Date.now(), myZone());
    this.become({ letter: news ? null : begun(letter), news, problem: "" });
    await this.loadLetters();
  }

  /** Where the promise has changed since the letter was written, whoever sends it has read it beside that one. */
  async again({ id, changed, edition }: DeliveryShown): Promise<void> {
    try {
      const letter = await ask<DeliveryShown>(`/api/deliveries/${encodeURIComponent(id)}/again`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ by: this.state.by, read: changed ? edition : 0 }) });
      await this.sent({ delivery: letter.id, state: letter.state, already: "" });
    } catch (error) {
      this.become({ problem: words(error) });
      await this.loadLetters();
    }
  }

  /** Does it; why not, in words, where it was not done. */
  async do(wish: PromiseWish): Promise<string> {
    try {
      this.show(await change(this.id, wish, newKey()));
      this.become({ problem: "", news: "Written down." });
      return "";
    } catch (error) {
      if (error instanceof NotDone && error.promise) await this.load();
      return words(error);
    }
  }

  private show(one: OnePromise): void {
    this.become({ one, now: Date.now() });
    clearTimeout(this.timer);
    const next = nextTurn([one.promise as PromiseOnLedger], "", Date.now());
    if (next < Infinity) this.timer = window.setTimeout(() => void this.load(), Math.min(next - Date.now() + 1000, 2 ** 31 - 1));
  }
}
