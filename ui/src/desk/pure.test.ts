import { describe, expect, test } from "vitest";

import type { Desk, LadderShown } from "../generated";
import { patience, socketAddress } from "../page/connection";
import { nextSize, parseLook } from "../page/look";
import { hear, read } from "./clock";
import { actionOf } from "./keys";
import { phaseOf } from "./rungs";
import { steer } from "./sound";
import { deskPath } from "./store";
import { clockTime, dueWords, mayGive, pauseWords, trendWord, unquoted } from "./words";

describe("the clock", () => {
  const clock = { at: 10, wall: 1000, running: true };

  test("goes on between views, and stands when the call does", () => {
    expect(read(clock, 3500)).toBe(12.5);
    expect(read({ ...clock, running: false }, 3500)).toBe(10);
  });

  test("believes a message that came early at once, and one held up only a little", () => {
    expect(read(hear(clock, 12.6, true, 3500), 3500)).toBeCloseTo(12.6);
    expect(read(hear(clock, 12.3, true, 3500), 3500)).toBeCloseTo(12.48);
  });

  test("follows a jump", () => {
    expect(read(hear(clock, 2, true, 3500), 3500)).toBe(2);
  });
});

describe("the sound", () => {
  const at = (callTime: number, audioTime: number) => steer({ callTime, audioTime, running: true, duration: 100 });

  test("is left alone while in step", () => {
    expect(at(10, 10.02)).toEqual({ play: true, seek: null, rate: 1 });
  });

  test("hurries when behind and lingers when ahead, never by much", () => {
    expect(at(10.15, 10).rate).toBeCloseTo(1.06);
    expect(at(10, 10.15).rate).toBeCloseTo(0.94);
    expect(at(10.59, 10).rate).toBeCloseTo(1.08);
  });

  test("jumps when far off", () => {
    expect(at(10.7, 10)).toEqual({ play: true, seek: 10.7, rate: 1 });
  });

  test("is silent when the call stands still or the recording is over", () => {
    expect(steer({ callTime: 10, audioTime: 10, running: false, duration: 100 }).play).toBe(false);
    expect(at(100.2, 99.9).play).toBe(false);
  });

  test("starts before its length is known", () => {
    expect(steer({ callTime: 10, audioTime: 0, running: true, duration: NaN })).toMatchObject({ play: true, seek: 10 });
  });
});

describe("when a promise is due", () => {
  const started = "2026-11-20T09:00:00-05:00";
  const due = (iso: string | null, due_text = "") => dueWords({ due: iso, due_text }, started);

  test.each([
    ["2026-11-20T17:00:00-05:00", "by 5 pm today"],
    ["2026-11-21T09:30:00-05:00", "by 9:30 am tomorrow, Saturday"],
    ["2026-11-24T17:00:00-05:00", "by 5 pm on Tuesday 24 Nov"],
    ["2026-11-20T23:59:59-05:00", "by the end of today"],
    ["2026-11-27T23:59:00-05:00", "by the end of Friday 27 Nov"],
    ["2026-11-27", "by the end of Friday 27 Nov"],
    ["2026-11-27T00:00:00-05:00", "by Friday 27 Nov"],
    ["2026-11-20T12:05:00Z", "by 12:05 pm today"],
  ])("%s is %s", (iso, words) => {
    expect(due(iso)).toBe(words);
  });

  test("today is the customer's today, wherever the call was written down", () => {
    expect(dueWords({ due: "2026-11-21T08:00:00+09:00", due_text: "" }, "2026-11-20T20:00:00-05:00")).toBe("by 8 am today");
  });

  test("without a start there is no today", () => {
    expect(dueWords({ due: "2026-11-20T17:00:00-05:00", due_text: "" }, "")).toBe("by 5 pm on Friday 20 Nov");
  });

  test("no time is said to be none", () => {
    expect(due(null)).toBe("no time given");
    expect(due(null, "soon")).toBe("no clear time (“soon”)");
  });

  test("a date that cannot be read is given as it was said", () => {
    expect(due("whenever", "by Friday")).toBe("by Friday");
  });
});

describe("small words", () => {
  test("times, trends and quotation marks", () => {
    expect([clockTime(0), clockTime(134.9), clockTime(3725)]).toEqual(["0:00", "2:14", "1:02:05"]);
    expect([trendWord(0.1), trendWord(-0.1), trendWord(0.01)]).toEqual(["rising", "easing", "steady"]);
    expect(unquoted(' “Have I got that right?” ')).toBe("Have I got that right?");
  });
});

describe("the ladder", () => {
  const begun: LadderShown = {
    rungs: ["Please.", "Or I end the call."],
    given: 0,
    acts: 1,
    act_at: 10,
    quote: "",
    due_until: 60,
    warned_at: null,
    calm_until: null,
    ending: "Goodbye.",
    supervisor: false,
  };
  const warned = { ...begun, given: 1, due_until: null, warned_at: 20, calm_until: 35 };

  test.each<[string, LadderShown, number]>([
    ["due", begun, 60],
    ["noted", begun, 61],
    ["cooling", warned, 34],
    ["standing", warned, 35],
    ["due", { ...warned, due_until: 90 }, 50],
    ["end", { ...warned, given: 2, due_until: 90 }, 50],
    ["standing", { ...warned, given: 2, due_until: 90 }, 91],
    ["back", { ...warned, given: 0 }, 40],
  ])("is %s", (phase, ladder, now) => {
    expect(phaseOf(ladder, now)).toBe(phase);
  });
});

describe("what may be given, and pauses", () => {
  const desk = (limits: Record<string, unknown>, raised: Desk["limits_raised"] = []) =>
    ({ header: { agent: { limits }, customer: { name: "Dana" } }, limits_raised: raised }) as unknown as Desk;

  test("amounts have their currency, what has no bound has none, and what is not allowed is left out", () => {
    const limits = { refund: 50, late_fee: true, voucher: 0, credit: false, call_back: null, currency: "USD" };

    expect(mayGive(desk(limits))).toEqual(["refund up to 50 USD", "late fee"]);
    expect(mayGive(desk({}))).toEqual([]);
  });

  test("what a supervisor raised says so", () => {
    expect(mayGive(desk({ refund: 120 }, [{ kind: "refund", amount: 120 }]))).toEqual(["refund up to 120 (raised for this call)"]);
  });

  test("a long pause asks for a word", () => {
    const hold = { kind: "hold", since: 10, long_at: 55 } as const;

    expect(pauseWords(hold, desk({}), 54)).toEqual({ what: "Dana is on hold", long: "" });
    expect(pauseWords(hold, desk({}), 55).long).toBe("A word to them is due");
  });
});

describe("keys", () => {
  const key = (name: string, more = {}) => ({ key: name, repeat: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

  test("take, dismiss, sound and help", () => {
    const actions = ["t", "T", "Enter", "d", "Escape", "c", "s", "?", "x"].map((name) => actionOf(key(name), false));

    expect(actions).toEqual(["take", "take", "take", "dismiss", "dismiss", "cues", "sound", "help", null]);
  });

  test("Enter on a button is the button's, and a browser's own shortcut is the browser's", () => {
    expect(actionOf(key("Enter"), true)).toBeNull();
    expect(actionOf(key("d", { ctrlKey: true }), false)).toBeNull();
    expect(actionOf(key("t", { repeat: true }), false)).toBeNull();
  });
});

describe("the line to the server", () => {
  test("is tried again with growing patience, from half a second to five", () => {
    expect([0, 1, 2, 3, 4, 40].map((tries) => patience(tries, 1))).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(patience(40, 0)).toBe(3750);
  });

  test("is beside the page, for the same call", () => {
    const page = (href: string) => socketAddress(new URL(href), deskPath(new URL(href).search));

    expect(page("http://127.0.0.1:8000/")).toBe("ws://127.0.0.1:8000/api/desk");
    expect(page("https://desk.example/?call=a%20b")).toBe("wss://desk.example/api/desk?call=a%20b");
  });
});

describe("how this person likes the desk", () => {
  test("what makes no sense is passed over", () => {
    expect(parseLook('{"theme":"pink","size":7,"sound":0}')).toEqual({ theme: null, size: 100, sound: true });
    expect(parseLook("}")).toEqual(parseLook(null));
    expect(parseLook('{"theme":"dark","size":130,"sound":false}')).toEqual({ theme: "dark", size: 130, sound: false });
  });

  test("the text grows and shrinks by known steps", () => {
    expect([nextSize(100, 1), nextSize(150, 1), nextSize(90, -1)]).toEqual([115, 150, 90]);
  });
});
