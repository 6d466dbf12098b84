import { describe, expect, test } from "vitest";

import { cameWords, parkedWords, together } from "./again";

const came = (more = {}) => ({ again: 0, lapsed: 0, stay: 0, after: "", ...more });

describe("all that is parked, sent again", () => {
  test("is named as it is filtered, with how many where that is known", () => {
    expect([parkedWords(3, true, "Team mail", false), parkedWords(1, true, "", true), parkedWords(50, false, "", false)]).toEqual([
      "All 3 that are parked for Team mail",
      "The one that is parked about this promise",
      "All that are parked",
    ]);
  });

  test("tells how many went, how many are not needed, and how many a person has to look at", () => {
    expect(cameWords(came({ again: 12, lapsed: 1, stay: 2 }))).toBe("12 are sent again. 1 is not needed any more. 2 stay parked: look at each and send it by itself.");
    expect(cameWords(came({ stay: 1 }))).toBe("1 stays parked: look at it and send it by itself.");
    expect(cameWords(came())).toBe("Nothing was parked any more.");
    expect(cameWords(together(came({ again: 200, after: "7" }), came({ again: 200, after: "3" })))).toBe("400 are sent again. There are more.");
  });
});
