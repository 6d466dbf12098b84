import { afterEach, expect, test, vi } from "vitest";

import type { PromiseWish } from "../generated";
import { type Fate, fateWords } from "./fate";
import { OneStore } from "./one";

afterEach(() => vi.unstubAllGlobals());

/** A server whose log has these deliveries, while it is `up`. */
function log(deliveries: Array<{ id: string; kind: string; state: string; why?: string; attempts?: number }>) {
  const server = { up: true };
  const answer = (path: string) => {
    const standing = new URL(path, "http://x").searchParams.get("standing");
    return { deliveries: deliveries.filter(({ state }) => !standing || state === standing) };
  };
  vi.stubGlobal("window", { fetch: async (path: string) => ({ ok: server.up && path.startsWith("/api/deliveries"), status: 500, json: async () => answer(path) }) });
  return server;
}

const soon = () => new Promise((soon) => setTimeout(soon));

test("a letter that is parked stays in sight where the server cannot say whether it is still", async () => {
  const deliveries = [{ id: "tell_1", kind: "customer_late", state: "parked" }, { id: "rem_1", kind: "reminder_soon", state: "parked" }];
  const server = log(deliveries);
  const store = new OneStore("prm_1");
  const parked = async () => {
    await store.load();
    await soon();
    return store.state.parked.map(({ id }) => id);
  };

  expect(await parked()).toEqual(["tell_1"]);
  server.up = false;
  expect(await parked()).toEqual(["tell_1"]);
  server.up = true;
  deliveries.length = 0;
  expect(await parked()).toEqual([]);
});

test("a letter that was sent is followed to where it ends, and that it was not sent is said with why", async () => {
  const letter = { id: "tell_1", kind: "customer_late", state: "waiting", why: "", attempts: 0 };
  log([{ id: "tell_0", kind: "customer_kept", state: "sent" }, letter]);
  const store = new OneStore("prm_1");
  const says = async () => {
    await store.load();
    await soon();
    return store.state.letter && fateWords(store.state.letter);
  };

  expect(await says()).toBeNull();
  await store.sent({ delivery: "tell_1", state: "waiting", already: "" });
  expect(await says()).toBe("The letter is on its way.");
  Object.assign(letter, { attempts: 1, why: "the server is busy" });
  expect(await says()).toBe("The letter was not sent yet, and is tried again. The server is busy.");
  Object.assign(letter, { state: "parked", why: "no such mailbox" });
  expect(await says()).toBe("The letter was not sent. No such mailbox.");
});

test("one that was parked before the click was answered is not said to be on its way", async () => {
  log([{ id: "tell_1", kind: "customer_late", state: "parked", why: "no such mailbox" }]);
  const store = new OneStore("prm_1");
  await store.sent({ delivery: "tell_1", state: "waiting", already: "" });

  expect(fateWords(store.state.letter!)).toBe("The letter was not sent. No such mailbox.");
});

test("the very same letter once more is not said to be sent: when it was, and that nothing went now", async () => {
  log([{ id: "tell_1", kind: "customer_kept", state: "sent" }]);
  const store = new OneStore("prm_1");
  await store.sent({ delivery: "tell_1", state: "sent", already: "2026-11-22T14:08:00Z" });

  expect(store.state.news).toContain("Nothing was sent now: this very letter was sent already,");
  expect(store.state.news).toContain(":08");
  expect(store.state.letter).toBeNull();
});

test("a refusal is for the form that asked, and stays on no page", async () => {
  vi.stubGlobal("window", { fetch: async () => ({ ok: false, status: 422, json: async () => ({ message: "That has passed already." }) }) });
  const store = new OneStore("prm_1");

  expect(await store.do({ type: "drop", edition: 1 } as PromiseWish)).toBe("That has passed already.");
  expect(store.state.problem).toBe("");
});

test("that it could not be read is said until it can be", async () => {
  const server = log([]);
  server.up = false;
  const store = new OneStore("prm_1");
  await store.load();
  expect(store.state.problem).toBe("The server answered 500.");

  const one = { promise: { id: "prm_1", edition: 1, state: "kept" }, history: [] };
  vi.stubGlobal("window", { setTimeout, fetch: async () => ({ ok: true, status: 200, json: async () => ({ ...one, deliveries: [] }) }) });
  await store.load();
  expect(store.state.problem).toBe("");
});

test("what becomes of a letter is told for each end that it may come to", () => {
  const words = (some: Partial<Fate>) => fateWords({ id: "tell_1", state: "sent", attempts: 1, why: "", ...some });

  expect(words({})).toBe("The letter was sent.");
  expect(words({ why: "b@example.com: unknown" })).toBe("The letter was sent, but not to everybody: b@example.com: unknown.");
  expect(words({ state: "lapsed", why: "it was withdrawn" })).toBe("The letter was not sent. It was withdrawn.");
});
