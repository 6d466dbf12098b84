import { expect, test } from "vitest";

import type { PromiseOnLedger } from "../generated";
import { first, rebased } from "./wishing";

const opened = { id: "prm_1", edition: 3, state: "open", standing: "late", act: "call back", due: "2026-03-10T17:00:00Z", cause: "stock" } as PromiseOnLedger;

test("why it is late is chosen by a person each time: nothing is chosen beforehand, whatever it was before", () => {
  expect(first("postpone", opened)["cause"] ?? "").toBe("");
  expect(first("break", opened)["cause"]).toBe("");
  expect(rebased("postpone", { ...first("postpone", opened), cause: "system" }, opened, { ...opened, edition: 4 })).toMatchObject({ cause: "system" });
});
