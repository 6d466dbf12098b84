import { expect, test } from "vitest";

import { changes, partOf, partsOf, readField, touches, written } from "./parts";

const pairs = { path: ["words", "plain"], label: "", kind: "pairs" } as const;
const field = { ...pairs, path: [...pairs.path] };

test("of pairs only those that differ are changed, one by one", () => {
  const before = { ticket: "the note", sla: "the time" };

  expect(changes(field, before, "ticket = the note\nsla = how long it takes\neob = the letter")).toEqual([
    { path: ["words", "plain", "sla"], value: "how long it takes", leave_out: false },
    { path: ["words", "plain", "eob"], value: "the letter", leave_out: false },
  ]);
  expect(changes(field, before, "ticket = the note")).toEqual([{ path: ["words", "plain", "sla"], value: null, leave_out: true }]);
});

test("an emptied field is as inherited, and what is no number stays what was typed", () => {
  expect(readField("  ", "number")).toBe(null);
  expect(readField("0.5", "number")).toBe(0.5);
  expect(readField("soon", "number")).toBe("soon");
  expect(readField("one\n\n two ", "lines")).toEqual(["one", "two"]);
});

test("limits are written as people say them, and read back the same", () => {
  const limits = { refund: 50, replacement: true, voucher: false, currency: "USD" };

  expect(written(limits, "pairs")).toBe("refund = 50\nreplacement = yes\nvoucher = no\ncurrency = USD");
  expect(readField(written(limits, "pairs"), "pairs")).toEqual(limits);
});

test("what is told about a line of a cue belongs to its field and its part", () => {
  const parts = partsOf({ cues: { own_it: { title: "Make it yours" } } }, ["own_it"]);

  expect(touches(["cues", "own_it", "say", "1"], ["cues", "own_it", "say"])).toBe(true);
  expect(touches(["cues"], ["cues", "own_it", "say"])).toBe(false);
  expect(partOf(parts, ["cues", "own_it", "say", "1"])?.title).toBe("Make it yours");
  expect(partOf(parts, ["cues", "own_it"])?.title).toBe("Make it yours");
});
