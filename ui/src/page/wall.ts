/** What a date field says, and the hour that comes twice on the night when the clocks go back. Pure. */

import { isZone, wall } from "../ledger/times";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** "2026-11-01T01:30-04:00" -> its day, its time, and the offset that says which of two it is; each may be empty. */
export function parts(value: string): { day: string; time: string; offset: string } {
  const [, day = "", time = "", offset = ""] = /^([^T]*)(?:T(\d\d:\d\d))?(.*)$/.exec(value) ?? [];
  return { day, time, offset };
}

/** The offsets of the two moments at which a clock in `zone` shows this; null where it shows it once, or never. */
export function twice(day: string, time: string, zone: string): [first: string, second: string] | null {
  const shown = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(shown) || !isZone(zone)) return null;
  const [first, second] = [shown - DAY_MS, shown + DAY_MS].map((at) => offsetAt(at, zone)) as [number, number];
  const holds = (offset: number) => offsetAt(shown - offset * MINUTE_MS, zone) === offset;
  return first > second && holds(first) && holds(second) ? [written(first), written(second)] : null;
}

/**
 * The date as a field takes it, on its own clock: with its offset where that clock, in `zone`, shows it twice. A day
 * alone is the whole of it.
 */
export function dateField(iso: string | null, zone: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(iso ?? "")) return `${iso}T23:59`;
  const [, day = "", time = "", offset = ""] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*(.*)$/.exec(iso ?? "") ?? [];
  return day && `${day}T${time}${twice(day, time, zone)?.includes(offset) ? offset : ""}`;
}

/** Minutes by which a clock in `zone` is ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const { day, minutes } = wall(at, zone);
  return day * 1440 + minutes - Math.floor(at / MINUTE_MS);
}

/** -240 -> "-04:00" */
function written(offset: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
