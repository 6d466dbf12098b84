import { afterEach, expect, test, vi } from "vitest";

import { OneStore } from "./one";

afterEach(() => vi.unstubAllGlobals());

test("a letter that is parked stays in sight where the server cannot say whether it is still", async () => {
  let working = true;
  const deliveries = [{ id: "tell_1", kind: "customer_late" }, { id: "rem_1", kind: "reminder_soon" }];
  const fetch = (path: string) => Promise.resolve({ ok: working && path.startsWith("/api/deliveries"), status: 500, json: () => Promise.resolve({ deliveries }) });
  vi.stubGlobal("window", { fetch });
  const store = new OneStore("prm_1");
  const parked = async () => {
    await store.load();
    await new Promise((soon) => setTimeout(soon));
    return store.state.parked.map(({ id }) => id);
  };

  expect(await parked()).toEqual(["tell_1"]);
  working = false;
  expect(await parked()).toEqual(["tell_1"]);
  working = true;
  deliveries.length = 0;
  expect(await parked()).toEqual([]);
});
