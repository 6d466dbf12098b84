/** What the pages of the ledger ask of the server, and how they hear that something changed. */

import type { MakePromise, OnePromise, PromiseOnLedger, PromiseWish } from "../generated";
import { Connection, type Link, socketAddress } from "../page/connection";

/**
 * Something was not done; the message is for the person at the page. `promise`: as it is now, where that changed;
 * `field`: of what was asked, that it is about.
 */
export class NotDone extends Error {
  constructor(
    message: string,
    readonly promise: PromiseOnLedger | null = null,
    readonly field = "",
  ) {
    super(message);
  }
}

type Fetch = (path: string, how?: RequestInit) => Promise<Pick<Response, "ok" | "status" | "json">>;

export async function ask<Answer>(path: string, how?: RequestInit, fetch: Fetch = (path, how) => window.fetch(path, how)): Promise<Answer> {
  let answer: Awaited<ReturnType<Fetch>>;
  try {
    answer = await fetch(path, how);
  } catch {
    throw new NotDone(how ? "The server did not answer: that may not be written down. Look again before you repeat it." : "The server did not answer.");
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new NotDone(said.message ?? `The server answered ${answer.status}.`, said.promise ?? null, said.field ?? "");
  return said as Answer;
}

function post<Answer>(path: string, body: object, key: string): Promise<Answer> {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return ask<Answer>(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Each thing to be done has a key of its own: sent again, it is not done again. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function change(id: string, wish: PromiseWish, key: string): Promise<OnePromise> {
  return post(`/api/promises/${encodeURIComponent(id)}/changes`, wish, key);
}

export function make(wish: MakePromise, key: string): Promise<OnePromise> {
  return post("/api/promises", wish, key);
}

interface Told {
  type: string;
  promise?: PromiseOnLedger;
}

const GATHER_MS = 150;

/** Calls `changed` soon after something happened to a promise, once for what happens together, and after every break. */
export function watch(changed: (promise: PromiseOnLedger | null) => void, link: (link: Link) => void): void {
  let broken = false;
  let timer = 0;
  let last: PromiseOnLedger | null = null;
  let many = 0;
  const tell = (promise: PromiseOnLedger | null) => {
    last = promise;
    many++;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      changed(many === 1 ? last : null);
      many = 0;
    }, GATHER_MS);
  };
  new Connection<Told, never>(
    socketAddress(location, "/api/promises/events"),
    {
      message: (message) => {
        if (message.type !== "still") tell(message.promise ?? null);
        else if (broken) tell(null);
        broken = false;
      },
      link: (now) => {
        broken = broken || now === "lost";
        link(now);
      },
    },
    () => true, // The server is never silent for long here.
  );
}
