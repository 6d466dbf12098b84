/** One promise between the server and its page. Where somebody else was first, it is shown as it is now. */

import type { DeliveriesPage, DeliveryShown, OnePromise, PromiseOnLedger, PromiseWish } from "../generated";
import { Connection, type Link, socketAddress } from "../page/connection";
import { Held } from "../page/held";
import { iAm, myName } from "./me";
import { NotDone, ask, change, newKey, watch } from "./server";
import { words } from "./store";
import { nextTurn } from "./times";

export interface State {
  link: Link;
  one: OnePromise | null;
  /** Letters about it that could not be brought, and wait for a person. */
  parked: readonly DeliveryShown[];
  problem: string;
  news: string;
  by: string;
  now: number;
}

export class OneStore extends Held<State> {
  private timer = 0;

  constructor(readonly id: string) {
    super({ link: "connecting", one: null, parked: [], problem: "", news: "", by: myName(), now: Date.now() });
  }

  open(): void {
    watch(
      (promise) => (!promise || promise.id === this.id) && void this.load(),
      (link) => this.become({ link }),
    );
    new Connection<{ message?: { about?: string } }, never>(
      socketAddress(location, "/api/deliveries/events"),
      { message: ({ message }) => message?.about === this.id && void this.loadParked(), link: () => undefined },
      () => true, // The server is never silent for long here.
    );
    void this.load();
  }

  iAm(by: string): void {
    iAm(by);
    this.become({ by });
  }

  async load(): Promise<void> {
    void this.loadParked();
    try {
      const one = await ask<OnePromise>(`/api/promises/${encodeURIComponent(this.id)}`);
      // An answer that was on its way while something was done is older than what is shown.
      if (one.promise.edition >= (this.state.one?.promise.edition ?? 0)) this.show(one);
    } catch (error) {
      this.become({ problem: words(error) });
    }
  }

  /** Where the server cannot say it, what was shown stays: it may be parked still. */
  private async loadParked(): Promise<void> {
    const page = await ask<DeliveriesPage>(`/api/deliveries?${new URLSearchParams({ promise: this.id, standing: "parked" })}`).catch(() => null);
    if (page) this.become({ parked: page.deliveries.filter(({ kind }) => kind.startsWith("customer_")) });
  }

  async again(letter: DeliveryShown): Promise<void> {
    try {
      await ask(`/api/deliveries/${encodeURIComponent(letter.id)}/again`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ by: this.state.by, edition: this.state.one?.promise.edition ?? 0 }) });
      this.tell("The letter is on its way again.");
    } catch (error) {
      this.become({ problem: words(error) });
    }
    await this.loadParked();
  }

  async do(wish: PromiseWish): Promise<boolean> {
    try {
      this.show(await change(this.id, wish, newKey()));
      this.become({ problem: "", news: "Written down." });
      return true;
    } catch (error) {
      if (error instanceof NotDone && error.promise) await this.load();
      this.become({ problem: words(error) });
      return false;
    }
  }

  /** Says something to whoever looks or listens. */
  tell(news: string): void {
    this.become({ news, problem: "" });
  }

  private show(one: OnePromise): void {
    this.become({ one, now: Date.now() });
    clearTimeout(this.timer);
    const next = nextTurn([one.promise as PromiseOnLedger], "", Date.now());
    if (next < Infinity) this.timer = window.setTimeout(() => void this.load(), Math.min(next - Date.now() + 1000, 2 ** 31 - 1));
  }
}
