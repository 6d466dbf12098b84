import { describe, expect, it } from "vitest";

import type { AlertShown, Board, CallShown, KindJudged } from "../generated";
import { START, actionOf, callTime, calmWords, headline, judgedWords, limitWords, people, receive, steady } from "./board";

const ALERT: AlertShown = {
  id: "alert_1",
  alert: "asks_supervisor",
  title: "Asks for a supervisor",
  why: "Dana has asked for a supervisor twice and has not been offered one.",
  turn: 4,
  quote: "Your manager.",
  raised_at: 60,
  cleared: "",
  useful: null,
};

function call(id: string, alert: AlertShown | null = null): CallShown {
  return {
    call: id,
    revision: 1,
    now: 90,
    running: true,
    state: "live",
    company: "Northwind",
    agent: "Sam",
    customer: "Dana Ruiz",
    heat: 0.5,
    level: "frustrated",
    trend: 0,
    points: [],
    problem: "",
    alert,
    past: [],
    limits: {},
    raised: [],
    break_minutes: 0,
  };
}

function board(needed: CallShown[], calm: CallShown[] = []): Board {
  return { needed, calm, over: [], judged: [] };
}

describe("the board", () => {
  it("says how many calls need somebody, in words", () => {
    expect(headline(board([]))).toBe("Nothing needs you now.");
    expect(headline(board([call("c1", ALERT)]))).toBe("One call needs you.");
    expect(headline(board([call("c1", ALERT), call("c2", ALERT)]))).toBe("Two calls need you.");
  });

  it("says what goes on besides", () => {
    expect(calmWords(board([]))).toBe("No call is live.");
    expect(calmWords(board([], [call("c1")]))).toBe("One call goes on by itself.");
    expect(calmWords(board([call("c1", ALERT)], [call("c2"), call("c3")]))).toBe("Two other calls go on by themselves.");
  });

  it("tells of an alert once, and of the same one never again", () => {
    const first = receive(START, { type: "supervisor", revision: 1, board: board([call("c1", ALERT)]) }, 0);
    const again = receive({ ...first, news: "" }, { type: "supervisor", revision: 2, board: board([call("c1", ALERT)]) }, 10);

    expect(first.news).toBe(`Asks for a supervisor. ${ALERT.why}`);
    expect(again.news).toBe("");
  });

  it("lets no press count while the calls change places", () => {
    const before = receive(START, { type: "supervisor", revision: 1, board: board([call("c1", ALERT)]) }, 0);
    const after = receive(before, { type: "supervisor", revision: 2, board: board([call("c2", ALERT), call("c1", ALERT)]) }, 1000);

    expect(steady(before, 1000)).toBe(true);
    expect(steady(after, 1100)).toBe(false);
    expect(steady(after, 1400)).toBe(true);
  });

  it("counts call time on between boards, while it runs", () => {
    const state = { ...START, wall: 1000 };
    expect(callTime(state, call("c1"), 6000)).toBe(95);
    expect(callTime(state, { ...call("c1"), running: false }, 6000)).toBe(90);
  });
});

describe("words", () => {
  const kind: KindJudged = { alert: "escalating", title: "Getting worse", useful: 7, not_useful: 4, bar: 0 };

  it("say how many alarms were false, with the counts", () => {
    expect(judgedWords(kind)).toBe("4 of 11 such alerts judged not useful.");
    expect(judgedWords({ ...kind, useful: 2, not_useful: 8, bar: 0.67 })).toContain("so it takes more");
    expect(judgedWords({ ...kind, useful: 0, not_useful: 0 })).toBe("");
  });

  it("name who is on the call, whoever is known", () => {
    expect(people(call("c1"))).toBe("Dana Ruiz with Sam");
    expect(people({ ...call("c1"), customer: "", agent: "" })).toBe("A customer");
  });

  it("say how far a limit goes", () => {
    expect(limitWords({ kind: "store_credit", amount: 120 }, "USD")).toBe("store credit up to 120 USD");
    expect(limitWords({ kind: "refund", amount: null }, "USD")).toBe("refund, as much as it takes");
  });
});

describe("keys", () => {
  const bare = { repeat: false, ctrlKey: false, metaKey: false, altKey: false };

  it("are the listed ones, and none with a modifier or held down", () => {
    expect(actionOf({ ...bare, key: "u" })).toBe("useful");
    expect(actionOf({ ...bare, key: "ArrowDown" })).toBe("next");
    expect(actionOf({ ...bare, key: "u", ctrlKey: true })).toBeNull();
    expect(actionOf({ ...bare, key: "n", repeat: true })).toBeNull();
    expect(actionOf({ ...bare, key: "x" })).toBeNull();
  });
});
