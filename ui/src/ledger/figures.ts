/** Figures as the page shows them. Pure. No person is named, and none is ranked. */

import type { Figures, Tally } from "../generated";
import { CAUSES, type Cause, KINDS, type Kind } from "./words";

export const OUTCOMES = ["on_time", "late", "overdue", "broken"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_WORDS: Record<Outcome | "withdrawn", string> = {
  on_time: "kept on time",
  late: "kept late",
  overdue: "open, date past",
  broken: "broken",
  withdrawn: "withdrawn",
};

export function counted(tally: Tally): number {
  return tally.on_time + tally.late + tally.overdue + tally.broken;
}

/** "87 %"; empty where nothing counts. */
export function percent(part: number, of: number): string {
  return of ? `${Math.round((100 * part) / of)} %` : "";
}

export interface Bar {
  name: string;
  title: string;
  tally: Tally;
  median: number | null;
}

/** By kind, the most first. */
export function kinds(figures: Figures): Bar[] {
  const bars = Object.entries(figures.by_kind).map(([name, tally]) => ({ name, title: KINDS[name as Kind] ?? name, tally, median: figures.median_minutes_by_kind[name] ?? null }));
  return bars.sort((a, b) => counted(b.tally) - counted(a.tally));
}

/** By why they were not on time, the most first. */
export function causes(figures: Figures): Bar[] {
  const bars = Object.entries(figures.by_cause).map(([name, tally]) => ({ name, title: name ? (CAUSES[name as Cause] ?? name) : "Nobody said why", tally, median: null }));
  return bars.sort((a, b) => counted(b.tally) - counted(a.tally));
}

export interface Week {
  /** The Monday: "16 Nov". */
  title: string;
  tally: Tally;
  /** 0 to 1; null where nothing counts. */
  share: number | null;
}

const NONE: Tally = { on_time: 0, late: 0, overdue: 0, broken: 0, withdrawn: 0 };
const WEEK_MS = 7 * 86_400_000;

/** Every week from the first to the last that has any, those without one too. */
export function weeks(figures: Figures): Week[] {
  const known = Object.keys(figures.by_week).sort();
  if (!known.length) return [];
  const [first, last] = [Date.parse(`${known[0]}T00:00:00Z`), Date.parse(`${known.at(-1)}T00:00:00Z`)];
  return Array.from({ length: Math.round((last - first) / WEEK_MS) + 1 }, (_, index) => {
    const monday = new Date(first + index * WEEK_MS);
    const tally = figures.by_week[monday.toISOString().slice(0, 10)] ?? NONE;
    const title = monday.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
    return { title, tally, share: counted(tally) ? tally.on_time / counted(tally) : null };
  });
}
