import { expect, test } from "vitest";

import type { PromiseOnLedger } from "../generated";
import { first, rebased } from "./wishing";
import { tellings } from "./words";

const opened = { id: "prm_1", edition: 3, state: "open", standing: "late", act: "call back", due: "2026-03-10T17:00:00Z", cause: "stock" } as PromiseOnLedger;

test("why it is late is chosen by a person each time: nothing is chosen beforehand, whatever it was before", () => {
  expect(first("postpone", opened)["cause"] ?? "").toBe("");
  expect(first("break", opened)["cause"]).toBe("");
  expect(rebased("postpone", { ...first("postpone", opened), cause: "system" }, opened, { ...opened, edition: 4 })).toMatchObject({ cause: "system" });
});

test("what the customer answered is chosen by a person: no yes is written by accident", () => {
  expect(first("answered", { ...opened, state: "kept" })["right"] ?? "").toBe("");
});

test("only what is so is offered as told to the customer, and what no longer is gives way", () => {
  const settled = (state: PromiseOnLedger["state"]) => ({ ...opened, state, standing: "", edition: 4 }) as PromiseOnLedger;
  const offered = (promise: PromiseOnLedger) => Object.keys(tellings(promise));

  expect([opened, settled("kept"), settled("broken"), settled("withdrawn")].map(offered)).toEqual([["late"], ["kept", "thanks"], ["broken"], ["withdrawn"]]);
  expect(first("told", settled("broken"))["what"]).toBe("broken");
  const thanks = { ...first("told", settled("kept")), what: "thanks", how: "phone" };
  expect(rebased("told", thanks, settled("kept"), { ...settled("kept"), edition: 5 })).toMatchObject({ what: "thanks" });
  expect(rebased("told", thanks, settled("kept"), { ...opened, edition: 5 })).toMatchObject({ what: "late", how: "phone" });
});
