import { describe, expect, test } from "vitest";

import type { CallInList, HeatFall, WrapUpView } from "../generated";
import { breath, isEmpty, parse, putAway } from "../regroup/notes";
import { byDay, heatWords } from "./days";
import { actionOf, afterSettling, placeOf } from "./keys";
import { Store } from "./store";
import { fallWords, leftWords, standingWords } from "./words";

const key = (name: string, more = {}) => ({ key: name, repeat: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("the keys of the wrap-up", () => {
  test("one for each thing, in either case", () => {
    const actions = ["c", "E", "d", "n", "ArrowDown", "ArrowUp", "m", "a", "Y", "s", "x"].map((name) => actionOf(key(name), false));

    expect(actions).toEqual(["confirm", "edit", "drop", "next", "next", "before", "message", "approve", "copy", "sign", null]);
  });

  test("mean nothing while somebody writes, holds them down, or asks the browser for something", () => {
    expect(actionOf(key("c"), true)).toBeNull();
    expect(actionOf(key("c", { repeat: true }), false)).toBeNull();
    expect(actionOf(key("c", { ctrlKey: true }), false)).toBeNull();
  });

  test("after one is settled comes the next draft, also from the top; after the last, nothing moves", () => {
    expect(afterSettling([true, false, true], 0)).toBe(2);
    expect(afterSettling([true, false, true], 2)).toBe(0);
    expect(afterSettling([false, false], 1)).toBe(1);
  });

  test("the promise at hand is the one gone to, also where others come or go; else the first draft", () => {
    expect(placeOf("b", ["a", "b"], [true, true], true)).toBe(1);
    expect(placeOf("b", ["b", "c"], [true, true], true)).toBe(0);
    expect(placeOf("b", ["a", "c"], [false, true], true)).toBe(1);
    expect(placeOf(null, ["a", "b"], [false, false], true)).toBe(0);
    expect(placeOf(null, ["a", "b"], [false, false], false)).toBe(1);
    expect(placeOf(null, [], [], false)).toBe(0);
  });
});

describe("the store of the wrap-up", () => {
  const page = (edition: number) => ({ edition, header: { agent: { name: "Sam" } } }) as WrapUpView;
  const answer = (status: number, body: unknown) => ({ ok: status < 300, status, json: async () => body });

  test("every act names the newest edition, one after the other", async () => {
    const sent: unknown[] = [];
    let edition = 0;
    const store = new Store("c 1", async (path, how) => {
      sent.push([path, how?.body && JSON.parse(how.body as string)]);
      return answer(200, page(how ? ++edition : edition));
    });
    await store.load();
    await Promise.all([store.say({ type: "drop", promise: "prm_1" }), store.say({ type: "drop", promise: "prm_2" })]);

    expect(sent).toEqual([
      ["/api/calls/c%201/wrap-up", undefined],
      ["/api/calls/c%201/wrap-up", { type: "drop", promise: "prm_1", edition: 0, by: "Sam" }],
      ["/api/calls/c%201/wrap-up", { type: "drop", promise: "prm_2", edition: 1, by: "Sam" }],
    ]);
    expect(store.state).toMatchObject({ waiting: 0, problem: "", view: { edition: 2 } });
  });

  test("where somebody else was first, the page is as it is now, and what waited is not sent", async () => {
    let posts = 0;
    const store = new Store("c1", async (_, how) => {
      if (!how) return answer(200, page(0));
      posts++;
      return answer(409, { message: "Somebody changed this.", view: page(7) });
    });
    await store.load();
    const said = await Promise.all([store.say({ type: "sign" }), store.say({ type: "drop", promise: "prm_1" })]);

    expect(said).toEqual([false, false]);
    expect(posts).toBe(1);
    expect(store.state).toMatchObject({ problem: "Somebody changed this.", view: { edition: 7 } });
  });

  test("a server that does not answer is told in words, and the page stays", async () => {
    let up = true;
    const store = new Store("c1", async () => (up ? answer(200, page(3)) : Promise.reject(new Error("gone"))));
    await store.load();
    up = false;

    expect(await store.say({ type: "sign" })).toBe(false);
    expect(store.state.problem).toContain("Try again");
    expect(store.state.view?.edition).toBe(3);
  });
});

describe("words of the wrap-up", () => {
  const heat = (peak_level: string, end_level: string) => ({ peak_level, end_level, peak_at: 130, judged: true }) as HeatFall;

  test("credit goes to recovery", () => {
    expect(fallWords(heat("enraged", "calm"))).toBe("Enraged at 2:10, calm at the end: down four levels from its highest.");
    expect(fallWords(heat("angry", "angry"))).toBe("Angry at 2:10, angry at the end: heat had not come down yet.");
    expect(fallWords(heat("displeased", "calm"))).toBe("Never hotter than displeased.");
  });

  test("a call that goes on has no end yet, and what was not judged is not called calm", () => {
    expect(fallWords(heat("angry", "angry"), false)).toBe("Angry at 2:10, angry now: heat had not come down yet.");
    expect(fallWords({ ...heat("calm", "calm"), judged: false })).toMatch(/^Nothing .* was judged/);
  });

  test("calls stand under their day, newest first", () => {
    const call = (id: string, held: string, name = "") =>
      ({ id, held, ended: true, header: { company: "Northwind", agent: { name: "Sam" }, customer: { name, ref: "C-1" } }, problem: "my parcel is lost", peak_level: "angry", end_level: "calm" }) as CallInList;
    const days = byDay([call("b", "2026-03-10T09:05:00"), call("a", "2026-03-09T17:00:00", "Dana"), call("z", "2026-02-01T17:00:00"), call("y", "2025-02-01T17:00:00")], new Date("2026-03-10T12:00:00"));

    expect(days.map(({ day }) => day)).toEqual(["Today", "Yesterday", "Sunday 1 February", "Saturday, 1 February 2025"]);
    expect(days[0]?.calls[0]).toMatchObject({ time: "9:05", name: "C-1", rest: "Northwind · with Sam", problem: "My parcel is lost", hot: true });
  });

  test("how hot a call got is told with how it ended, and what was not judged is not called calm", () => {
    const heat = (peak_level: string | null, end_level: string | null, ended = true) => heatWords({ peak_level, end_level, ended } as CallInList);

    expect(heat("enraged", "calm")).toBe("Enraged, calm at the end");
    expect(heat("calm", "calm")).toBe("Calm throughout");
    expect(heat("angry", "angry")).toBe("Angry to the end");
    expect(heat("angry", "frustrated", false)).toBe("Frustrated now, angry before");
    expect(heat(null, null)).toBe("Heat not judged");
  });
});

describe("regroup", () => {
  test("what makes no sense is passed over, and nothing written is lost", () => {
    expect(parse("}")).toEqual(parse(null));
    expect(parse('{"now":{"well":"I stayed calm","prepare":7},"past":[{"on":"Monday","well":"x"}]}')).toEqual({
      now: { well: "I stayed calm", differently: "", prepare: "" },
      past: [{ on: "Monday", well: "x", differently: "", prepare: "" }],
    });
  });

  test("what is put away is newest first, and an empty note is none", () => {
    const empty = parse(null);
    expect(putAway(empty, "today")).toBe(empty);
    const once = putAway({ ...empty, now: { ...empty.now, well: "one" } }, "Monday");
    const twice = putAway({ ...once, now: { ...once.now, well: "two" } }, "Tuesday");

    expect(twice.past.map(({ well, on }) => [well, on])).toEqual([["two", "Tuesday"], ["one", "Monday"]]);
    expect(isEmpty(twice.now)).toBe(true);
  });

  test("four seconds in, six out, for a minute", () => {
    expect([0, 3.9, 4, 9.9, 10, 59.9, 60, Infinity].map(breath)).toEqual(["in", "in", "out", "out", "in", "out", "done", "done"]);
  });

  test("nothing in its folder can talk to a server", () => {
    const sources = import.meta.glob("../regroup/*.{ts,tsx}", { query: "?raw", import: "default", eager: true }) as Record<string, string>;

    expect(Object.keys(sources).length).toBeGreaterThan(2);
    for (const [file, text] of Object.entries(sources)) {
      expect(text, file).not.toMatch(/\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|connection|store)\s*[("'.]/i);
    }
  });
});

describe("how a wrap-up stands", () => {
  const page = (verdicts: string[], more = {}) => ({ promises: verdicts.map((verdict) => ({ verdict })), state: "ended", text: "", stale: false, signed_by: "", ...more }) as WrapUpView;

  test("what comes next is told until all is done", () => {
    const pages = [page(["draft", "dropped"]), page(["confirmed"]), page(["confirmed"], { text: "Hello" }), page(["confirmed"], { text: "Hello", stale: true }), page(["confirmed"], { text: "Hello", signed_by: "Sam" }), page(["confirmed"], { state: "live" }), page([])];

    expect(pages.map(leftWords)).toEqual(["1 of 2 to settle", "All settled. Next: the message.", "All settled. Next: the scorecard.", "All settled. Next: the message.", "All settled.", "All settled so far.", "None."]);
  });

  test("what has gone on at the ledger is called as it stands there", () => {
    expect(standingWords({ verdict: "confirmed", on_ledger: "broken" })).toBe("broken");
    expect(standingWords({ verdict: "confirmed", on_ledger: "" })).toBe("confirmed");
  });
});
