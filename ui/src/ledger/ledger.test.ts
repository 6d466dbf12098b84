import { describe, expect, test } from "vitest";

import type { CustomerStory, Figures, PromiseOnLedger } from "../generated";
import { causes, kinds, percent, weeks } from "./figures";
import { ALL, fromAddress, isOverview, sameName, searches, showing, shownAs, strangerWords, strangers, toAddress, toQuery } from "./filters";
import { LIST_KEYS, PAGE_KEYS, actionOf } from "./keys";
import { onRecord, theirZone } from "./making";
import { NotDone, ask } from "./server";
import { signedAnew } from "./signing";
import { headline, lines, pressing, sore } from "./story";
import { clock, dueWords, farWords, momentWords, nextTurn, spanWords } from "./times";
import { ACTS, actsOf, beforeAnyLetter, beforeWriting, changeWords, movedWords, nextAct, notRightWords, occasionsOf, standing, whyNoLetter } from "./words";
import { first, rebased, toWish } from "./wishing";

const NOW = Date.parse("2026-03-10T15:00:00Z"); // Tuesday; 11 am in New York
const promise = (more: Partial<PromiseOnLedger>) =>
  ({ id: "prm_1", state: "open", standing: "", act: "call back", due: null, due_text: "", timezone: "", may: [], made_at: "2026-03-09T15:00:00Z", kept_on_time: null, risk_at: null, ...more }) as PromiseOnLedger;

describe("whose, and which", () => {
  test("a name is one whatever its case", () => {
    expect(sameName("Tom  Baker ", "tom baker")).toBe(true);
    expect(sameName("Zoe\u0308", "ZOË")).toBe(true);
    expect(sameName("Tom", "Tomm")).toBe(false);
  });

  test("a name that nobody has is said as it was asked for", () => {
    expect(strangerWords([], { owner: "Tom", team: "" })).toBe("");
    expect(strangerWords(["owner", "team"], { owner: "Tomm", team: "biling" })).toBe("No promise on the ledger is of “Tomm” or of team “biling”.");
  });

  test("what is late stands in the one control of states, and another choice takes its place", () => {
    expect(shownAs({ ...ALL, when: "late" })).toBe("late");
    expect(shownAs({ ...ALL, state: "kept" })).toBe("kept");
    expect(showing("late")).toEqual({ state: "open", when: "late" });
    expect(showing("kept")).toEqual({ state: "kept", when: "" });
  });

  test("a search goes by letters and digits of any script", () => {
    expect(["!!!", "🎉", " "].map(searches)).toEqual([false, false, false]);
    expect(["a!", "東京", "42"].map(searches)).toEqual([true, true, true]);
  });
});

describe("when it is due", () => {
  const due = (iso: string, zone: string, timezone = "") => dueWords(promise({ due: iso, timezone }), NOW, zone);

  test("is told on the reader's clock, and on the customer's where that differs", () => {
    expect(due("2026-03-10T17:00:00-04:00", "America/New_York", "America/New_York")).toEqual({ when: "today, 5 pm", far: "in 6 h", theirs: "" });
    expect(due("2026-03-10T17:00:00-04:00", "Europe/London", "America/New_York")).toEqual({ when: "today, 9 pm", far: "in 6 h", theirs: "5 pm in New York" });
    expect(due("2026-03-10T20:30:00-04:00", "Europe/London", "America/New_York").theirs).toBe("8:30 pm Tuesday in New York");
  });

  test("without a known zone the customer's clock is the date's own", () => {
    expect(due("2026-03-11T10:00:00+05:30", "Europe/London")).toMatchObject({ when: "tomorrow, 4:30 am", theirs: "10 am for the customer" });
    expect(due("2026-03-11T10:00:00+05:30", "Europe/London", "Mars/Olympus").theirs).toBe("10 am for the customer");
  });

  test("across a clock change the hour is the one that the wall shows then", () => {
    const before = Date.parse("2026-03-28T12:00:00Z");
    expect(momentWords(Date.parse("2026-03-29T09:00:00+01:00"), before, "Europe/London")).toBe("tomorrow, 9 am");
    expect(momentWords(Date.parse("2026-03-28T09:00:00Z"), before, "Europe/London")).toBe("today, 9 am");
  });

  test("late ones say how late, and what has no date says so", () => {
    expect(due("2026-03-09T17:00:00Z", "UTC")).toMatchObject({ when: "yesterday, 5 pm", far: "22 h late" });
    expect(dueWords(promise({ due_text: "soon" }), NOW, "UTC")).toEqual({ when: "“soon”, no date", far: "", theirs: "" });
    expect(dueWords(promise({ due: "2026-03-09T17:00:00Z", state: "kept" }), NOW, "UTC").far).toBe("");
  });

  test("far and near in the unit that says most", () => {
    const far = (minutes: number) => farWords(NOW + minutes * 60_000, NOW);
    expect([0, 40, 90, 60 * 30, 60 * 24 * 9, -40, -60 * 50].map(far)).toEqual(["now", "in 40 min", "in 2 h", "in 30 h", "in 9 days", "40 min late", "2 days late"]);
    expect([59, 95, 1500, 60 * 24 * 3].map(spanWords)).toEqual(["59 min", "1 h 35 min", "25 h", "3 days"]);
    expect([0, 12 * 60, 17 * 60 + 5, 23 * 60 + 59].map(clock)).toEqual(["12 am", "12 pm", "5:05 pm", "end of day"]);
  });

  test("the next moment to look again is the first at which one changes, or the day ends", () => {
    const some = [promise({ due: "2026-03-10T17:00:00Z", risk_at: "2026-03-10T14:00:00Z" }), promise({ due: "2026-03-10T16:00:00Z", state: "kept" })];
    expect(nextTurn(some, "2026-03-11T00:00:00Z", NOW)).toBe(Date.parse("2026-03-10T17:00:00Z"));
    expect(nextTurn([], "", NOW)).toBe(Infinity);
  });
});

describe("filters", () => {
  test("stand in the address, and come back from it as they were", () => {
    for (const some of [{}, { owner: "Sam" }, { team: "billing & care", state: "kept" as const }, { words: "refund é", when: "late" as const }]) {
      const filters = { ...ALL, ...some };
      expect(fromAddress(toAddress(filters), "Lee")).toEqual(filters);
    }
  });

  test("an address that says nothing shows one's own, and nonsense is left out and said", () => {
    expect(fromAddress("", "Lee")).toEqual({ ...ALL, owner: "Lee" });
    expect(fromAddress("?all=1&state=lost&when=ever", "Lee")).toEqual(ALL);
    expect(strangers("?all=1&state=lost&whn=late")).toBe("This page’s address asks for “state=lost” and “whn=late”, which are not known here. They were left out.");
    expect(strangers(toAddress({ ...ALL, team: "billing", state: "any", when: "late", words: "x" }))).toBe("");
    expect(strangers("?owner=&constructor=1")).toContain("constructor");
  });

  test("what is open is asked for by how pressing it is, all else as a list", () => {
    expect(isOverview(ALL)).toBe(true);
    expect(toQuery({ ...ALL, owner: "Sam" }, "UTC")).toBe("/api/promises/overview?zone=UTC&owner=Sam");
    expect(toQuery({ ...ALL, words: " zoe " }, "UTC")).toBe("/api/promises?zone=UTC&state=open&words=zoe");
    expect(toQuery({ ...ALL, state: "any" }, "UTC", "7.x")).toBe("/api/promises?zone=UTC&latest=true&after=7.x");
  });
});

describe("what can be done", () => {
  test("follows from what may follow; the customer is asked once, and answers once asked", () => {
    const may = ACTS.map(({ makes }) => makes);
    const acts = (more: object) => actsOf(promise({ may, ...more })).map(({ act }) => act);

    expect(acts({ asked_at: null })).toContain("asked");
    expect(acts({ asked_at: null })).not.toContain("answered");
    expect(acts({ asked_at: "2026-03-10T00:00:00Z" })).not.toContain("asked");
    expect(actsOf(promise({ may: ["promise_reopened"] })).map(({ act }) => act)).toEqual(["reopen"]);
  });

  test("of a broken promise the customer hears first that it was not done, and is asked only then", () => {
    const broken = (more: object) => promise({ state: "broken", asked_at: null, right: null, told: {}, ...more });
    const told = { told: { broken: "2026-03-10T00:00:00Z" } };

    expect([nextAct(broken({})), nextAct(broken(told))]).toEqual(["told", null]);
    expect([occasionsOf(broken({})), occasionsOf(broken(told)), occasionsOf(broken({ asked_at: "2026-03-10T00:00:00Z" }))]).toEqual([["broken", "asked"], ["asked", "broken"], ["broken"]]);
  });

  test("whoever writes that it will be later, of a date that has passed, is asked for a new one first", () => {
    expect(beforeWriting("late", promise({ standing: "late" }))).toContain("a new date first");
    expect([beforeWriting("late", promise({ standing: "at_risk" })), beforeWriting("kept", promise({ standing: "late" }))]).toEqual(["", ""]);
  });

  test("no letter says that it will be later while its first date is still to come: it is given a new one first", () => {
    const first = { due: "2026-03-12T17:00:00Z", first_due: "2026-03-12T17:00:00Z", postponed: 0, told: {}, asked_at: null };
    const open = (more: object) => occasionsOf(promise({ ...first, ...more }));

    expect([open({}), open({ standing: "at_risk" }), open({ standing: "late" })]).toEqual([[], [], ["late"]]);
    expect([open({ due: "2026-03-13T17:00:00Z", postponed: 1 }), open({ postponed: 1 }), open({ due: null, first_due: null })]).toEqual([["late"], ["late"], ["late"]]);
    expect(beforeAnyLetter(promise({ ...first, standing: "at_risk" }))).toContain("new date first (P)");
    expect([beforeAnyLetter(promise(first)), beforeAnyLetter(promise({ ...first, standing: "late" }))]).toEqual(["", ""]);
  });

  test("has one key each, none of them twice on a page", () => {
    for (const keys of [LIST_KEYS, PAGE_KEYS]) {
      const all = keys.flatMap((one) => one.keys);
      expect(new Set(all).size).toBe(all.length);
    }
    const pressed = { key: "k", repeat: false, ctrlKey: false, metaKey: false, altKey: false };
    expect(actionOf(LIST_KEYS, pressed, false)).toBe("keep");
    expect(actionOf(LIST_KEYS, pressed, true)).toBeNull();
  });

  test("that only go somewhere go on while they are held down", () => {
    const held = { repeat: true, ctrlKey: false, metaKey: false, altKey: false };
    expect(["ArrowDown", "ArrowUp", "k", "Enter"].map((key) => actionOf(LIST_KEYS, { ...held, key }, false))).toEqual(["next", "before", null, null]);
  });
});

describe("words", () => {
  test("how it stands is told in words", () => {
    const told = (more: Partial<PromiseOnLedger>) => standing(promise(more));
    expect([told({}), told({ standing: "late" }), told({ state: "kept", kept_on_time: false }), told({ state: "kept", kept_on_time: true }), told({ state: "withdrawn" })]).toEqual(["open", "late", "kept late", "kept on time", "withdrawn"]);
  });

  test("a reminder names whom it went to, and nobody where it went nowhere", () => {
    const reminded = (to: string) => changeWords({ type: "promise_reminded", at: "", by: "steadyline", revision: 0, stage: "soon", to }, NOW, "UTC").what;
    expect([reminded("Care"), reminded("")]).toEqual(["Reminded Care: it was soon due", "Nobody could be reminded: it was soon due"]);
  });

  test("what was said on a call is not confirmed when it was said", () => {
    const made = (origin: object | null, confirmed_at: string) => changeWords({ type: "promise_made", at: "2026-03-03T16:02:00Z", by: "tom", act: "call", due: null, origin, confirmed_at } as never, NOW, "UTC").what;

    expect([made({}, "2026-03-10T09:00:00Z"), made({}, ""), made(null, "")]).toEqual(["Promised on the call, confirmed today, 9 am", "Promised on the call, confirmed", "Made the promise by hand"]);
  });

  test("that the customer said no is told while it is open again, and that a new date comes before a letter", () => {
    const no = promise({ right: false, answer: `no, ${"x".repeat(6000)}`, asked_at: "2026-03-02T09:00:00Z", due: "2026-03-12T17:00:00Z", first_due: "2026-03-12T17:00:00Z", postponed: 0 });
    expect(notRightWords({ ...no, answer: "only half of it came" })).toBe("The customer says that it is not right: “only half of it came”");
    expect(notRightWords(no).length).toBeLessThan(260);
    expect([notRightWords({ ...no, state: "kept" }), notRightWords({ ...no, right: true }), notRightWords({ ...no, right: null })]).toEqual(["", "", ""]);
    expect(beforeAnyLetter(no)).toContain("They say that it is not right. Give it its new date first (P)");
    expect(whyNoLetter({ ...no, right: null })).toContain("It stands as they were told.");
  });

  test("the question whether it is right stands with its words", () => {
    const asked = changeWords({ type: "promise_asked", at: "", by: "Sam", revision: 0, how: "mail", text: "Is it right now?" }, NOW, "UTC");
    expect(asked).toEqual({ what: "Asked the customer whether it is right now, by mail", words: "Is it right now?" });
  });

  test("a change that a newer server knows does not break the page", () => {
    expect(changeWords({ type: "promise_framed", at: "", by: "" } as never, NOW, "UTC").what).toBe("Changed it");
    expect(changeWords({ type: "promise_postponed", at: "", by: "Sam", revision: 0, due: "2026-03-11T17:00:00Z", due_text: "", cause: "stock", agreed: false, words: "" }, NOW, "UTC")).toEqual({
      what: "Moved it to tomorrow, 5 pm, without the customer’s yes",
      words: "Not in stock",
    });
  });
});

describe("the story", () => {
  test("says that a date was moved, and whether the customer agreed", () => {
    const dates = { first_due: "2026-03-09T17:00:00Z", due: "2026-03-12T17:00:00Z" };

    expect(movedWords(promise({ ...dates, answers_to: dates.due }), NOW, "UTC")).toBe("first promised for yesterday, 5 pm, moved with their yes");
    expect(movedWords(promise({ ...dates, answers_to: dates.first_due }), NOW, "UTC")).toBe("first promised for yesterday, 5 pm, moved without their yes");
    expect(movedWords(promise({ first_due: dates.due, due: dates.due, answers_to: dates.due }), NOW, "UTC")).toBe("");
  });

  const story = {
    now: "2026-03-10T15:00:00Z",
    promises: [promise({ id: "a", due: "2026-03-12T00:00:00Z" }), promise({ id: "b", standing: "late", due: "2026-03-09T00:00:00Z", made_at: "2026-03-01T00:00:00Z" }), promise({ id: "c", state: "broken", made_at: "2026-02-01T00:00:00Z" })],
    calls: [{ id: "c1", held: "2026-03-05T10:00:00Z" }],
  } as CustomerStory;

  test("is one column, the newest first, with what presses above it", () => {
    expect(lines(story).map(({ promise, call }) => promise?.id ?? call?.id)).toEqual(["a", "c1", "b", "c"]);
    expect(pressing(story).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(sore(story).map(({ id }) => id)).toEqual(["c"]);
    expect(headline(story)).toBe("2 promises are open, 1 of them late.");
    expect(headline({ ...story, promises: [], calls: [] })).toBe("Nothing is on record.");
    const no = promise({ right: false, answer: "only half of it came" });
    expect(headline({ ...story, promises: [no] })).toBe("One promise is open. They say that it is not right.");
    expect(headline({ ...story, promises: [no, promise({})] })).toBe("2 promises are open. They say of one that it is not right.");
  });
});

describe("figures", () => {
  const tally = (on_time: number, late = 0) => ({ on_time, late, overdue: 0, broken: 0, withdrawn: 0 });
  const figures = { by_kind: { money: tally(1), call_back: tally(5, 1) }, by_cause: { "": tally(0, 1), stock: tally(0, 3) }, by_week: { "2026-03-02": tally(3, 1), "2026-03-16": tally(2) }, median_minutes_by_kind: { money: 90 } } as unknown as Figures;

  test("the most comes first, and who is not named has no name", () => {
    expect(kinds(figures).map(({ title, median }) => [title, median])).toEqual([["Call back", null], ["Money", 90]]);
    expect(causes(figures).map(({ title }) => title)).toEqual(["Not in stock", "Nobody said why"]);
  });

  test("a week without any is there, and has no share", () => {
    expect(weeks(figures).map(({ title, share }) => [title, share])).toEqual([["2 Mar", 0.75], ["9 Mar", null], ["16 Mar", 1]]);
    expect(weeks({ ...figures, by_week: {} })).toEqual([]);
    expect([percent(2, 3), percent(0, 0)]).toEqual(["67 %", ""]);
  });
});

describe("the server", () => {
  const answers = (status: number, body: unknown) => async () => ({ ok: status < 300, status, json: async () => body });

  test("what it refuses is told in its own words, with what holds now", async () => {
    const refused = ask("/x", undefined, answers(409, { message: "Somebody was first.", promise: { id: "prm_1" } }));
    await expect(refused).rejects.toMatchObject({ message: "Somebody was first.", promise: { id: "prm_1" } });
    await expect(refused).rejects.toBeInstanceOf(NotDone);
  });

  test("one that does not answer, or not in JSON, is told in words", async () => {
    await expect(ask("/x", { method: "POST" }, async () => Promise.reject(new Error("gone")))).rejects.toThrow("may not be written down");
    await expect(ask("/x", undefined, async () => ({ ok: false, status: 502, json: async () => Promise.reject(new Error("html")) }))).rejects.toThrow("502");
  });
});

describe("a form that is open while its promise changes", () => {
  const opened = promise({ edition: 3, act: "call back", kind: "call_back", due: "2026-03-10T17:00:00-04:00", due_text: "by five", cause: null });
  const moved = { ...opened, edition: 4, due: "2026-03-12T17:00:00-04:00", due_text: "" };

  test("sends the edition at which it was opened, so that the second of two is refused and told", () => {
    const said = { ...first("edit", opened), act: "call Ann back" };
    expect(toWish("edit", said, false, opened, " Sam ")).toEqual({ type: "edit", edition: 3, by: "Sam", act: "call Ann back", kind: "call_back", due: opened.due, due_text: "by five" });
    expect(toWish("postpone", { due: "2026-03-11T09:00", cause: "stock" }, true, opened, "Sam")).toMatchObject({ edition: 3, due: "2026-03-11T09:00" });
  });

  test("once its author has looked, keeps what they wrote and nothing else of what it was opened with", () => {
    const said = rebased("edit", { ...first("edit", opened), act: "call Ann back" }, opened, moved);
    expect(toWish("edit", said, false, moved, "Sam")).toMatchObject({ edition: 4, act: "call Ann back", due: moved.due, due_text: "" });
    expect(rebased("edit", { ...first("edit", opened), due: "" }, opened, moved)).toMatchObject({ due: "" });
  });
});

describe("a promise made by hand", () => {
  const asked: string[] = [];
  const record = async (path: string) => (asked.push(path), path.endsWith("C-7") ? { name: "Ann", timezone: "Asia/Tokyo" } : { name: "", timezone: "" });

  test("is on the clock of the customer whose reference is typed, where they are on record", async () => {
    const known = await onRecord(" C-7 ", record);
    expect([known, asked]).toEqual([{ ref: "C-7", name: "Ann", timezone: "Asia/Tokyo" }, ["/api/story?customer=C-7"]]);
    expect([theirZone("C-7 ", known), theirZone("C-70", known)]).toEqual(["Asia/Tokyo", ""]);
  });

  test("is on the writer's where nobody is known by it", async () => {
    expect(theirZone("C-70", await onRecord("C-70", record))).toBe("");
    expect([await onRecord(" ", record), asked.length]).toEqual([{ ref: "", name: "", timezone: "" }, 2]);
  });
});

describe("the name under a letter", () => {
  test("is another's where somebody else sits here, and is written where none was known", () => {
    expect(signedAnew("It is done.\n\nSam", "Sam", "Ana")).toBe("It is done.\n\nAna");
    expect(signedAnew("It is done.", "", "A")).toBe("It is done.\n\nA");
    expect(signedAnew("It is done.\n\nA", "A", "")).toBe("It is done.");
  });

  test("stays as its writer ended the letter", () => {
    expect(signedAnew("It is done. Yours, Sam", "Sam", "Ana")).toBe("It is done. Yours, Sam");
  });
});
