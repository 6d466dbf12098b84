import { describe, expect, test } from "vitest";

import { dateField, parts, twice } from "./wall";

const NEW_YORK = "America/New_York";

describe("the hour that comes twice", () => {
  test("has two offsets, the first one's first", () => {
    expect(twice("2026-11-01", "01:30", NEW_YORK)).toEqual(["-04:00", "-05:00"]);
    expect(twice("2026-10-25", "01:00", "Europe/London")).toEqual(["+01:00", "+00:00"]);
    expect(twice("2026-04-05", "01:45", "Australia/Lord_Howe")).toEqual(["+11:00", "+10:30"]);
  });

  test("is no other, and no clock has it that is not known", () => {
    expect(["00:59", "02:00", "12:00", ""].map((time) => twice("2026-11-01", time, NEW_YORK))).toEqual([null, null, null, null]);
    expect(twice("2026-03-08", "02:30", NEW_YORK)).toBeNull();
    expect(["UTC", "", "Mars/Olympus"].map((zone) => twice("2026-11-01", "01:30", zone))).toEqual([null, null, null]);
  });

  test("keeps in its field which of the two it is", () => {
    expect(dateField("2026-11-01T01:30:00-05:00", NEW_YORK)).toBe("2026-11-01T01:30-05:00");
    expect(parts("2026-11-01T01:30-05:00")).toEqual({ day: "2026-11-01", time: "01:30", offset: "-05:00" });
  });
});

describe("a date field", () => {
  test("shows the date's own clock", () => {
    expect(["2026-03-10T17:00:00-04:00", "2026-03-10T17:00:00.5Z", "2026-03-10", "soon", null].map((iso) => dateField(iso, NEW_YORK))).toEqual(["2026-03-10T17:00", "2026-03-10T17:00", "2026-03-10T23:59", "", ""]);
  });

  test("has a day, and a time that may be left out", () => {
    expect(["2026-03-10T17:00", "2026-03-10", ""].map(parts)).toEqual([
      { day: "2026-03-10", time: "17:00", offset: "" },
      { day: "2026-03-10", time: "", offset: "" },
      { day: "", time: "", offset: "" },
    ]);
  });
});
