/**
 * When a promise is due, as its reader's own clock says it, and beside it as the customer's does where that differs.
 *
 * Pure: told the time and the reader's zone, never asking for them.
 */

import type { PromiseOnLedger } from "../generated";

export interface DueWords {
  /** "today, 5 pm"; what was said where there is no date. */
  when: string;
  /** "in 2 h", "3 days late"; empty without a date. */
  far: string;
  /** "2 pm in New York"; empty where both clocks show the same. */
  theirs: string;
}

type Dated = Pick<PromiseOnLedger, "due" | "due_text" | "timezone" | "state">;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function dueWords(promise: Dated, now: number, zone: string): DueWords {
  const at = promise.due ? Date.parse(promise.due) : NaN;
  if (Number.isNaN(at)) return { when: promise.due_text ? `“${promise.due_text}”, no date` : "no date", far: "", theirs: "" };
  const here = wall(at, zone);
  const there = customersWall(promise, at);
  const same = !there || there.day === here.day && there.minutes === here.minutes;
  const theirs = same ? "" : `${clock(there.minutes)}${there.day === here.day ? "" : ` ${weekday(there.day)}`} ${placeOf(promise.timezone)}`;
  return { when: momentWords(at, now, zone), far: promise.state === "open" ? farWords(at, now) : "", theirs };
}

/** "today, 5 pm" */
export function momentWords(at: number, now: number, zone: string): string {
  const [then, today] = [wall(at, zone), wall(now, zone)];
  return `${dayWords(then.day, today.day)}, ${clock(then.minutes)}`;
}

/** How far off, in the unit that says most: "in 40 min", "in 3 h", "2 days late". */
export function farWords(at: number, now: number): string {
  const minutes = Math.round(Math.abs(at - now) / MINUTE_MS);
  if (minutes < 1) return "now";
  const hours = Math.round(minutes / 60);
  const days = Math.round(minutes / 1440);
  const long = minutes < 60 ? `${minutes} min` : hours < 36 ? `${hours} h` : `${days} days`;
  return at < now ? `${long} late` : `in ${long}`;
}

interface Wall {
  /** Days since 1970, of the date that this clock shows. */
  day: number;
  /** Minutes since midnight. */
  minutes: number;
}

/** What a clock in `zone` shows; this machine's where the zone is unknown. */
export function wall(at: number, zone: string): Wall {
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(at)) parts[type] = value;
  const [year, month, date, hour, minute] = ["year", "month", "day", "hour", "minute"].map((name) => Number(parts[name]));
  return { day: Date.UTC(year!, month! - 1, date!) / DAY_MS, minutes: hour! * 60 + minute! };
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const how = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", zone ? { ...how, timeZone: zone } : how);
  } catch {
    return new Intl.DateTimeFormat("en-GB", how);
  }
}

/** The customer's clock: their zone's, else that of the offset which the date carries. */
function customersWall(promise: Dated, at: number): Wall | null {
  if (promise.timezone && isZone(promise.timezone)) return wall(at, promise.timezone);
  const said = /T(\d\d):(\d\d)[\d:.]*([+-])(\d\d):?(\d\d)$/.exec(promise.due ?? "");
  if (!said) return null;
  const offset = (Number(said[4]) * 60 + Number(said[5])) * (said[3] === "-" ? -1 : 1);
  return wall(at + offset * MINUTE_MS, "UTC");
}

export function isZone(zone: string): boolean {
  try {
    return Boolean(zone && new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** "America/New_York" -> "in New York" */
function placeOf(zone: string): string {
  const city = zone.split("/").at(-1)?.replaceAll("_", " ");
  return city && isZone(zone) && zone.includes("/") ? `in ${city}` : "for the customer";
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

function weekday(day: number): string {
  return DAYS[new Date(day * DAY_MS).getUTCDay()]!;
}

export function dayWords(day: number, today: number): string {
  const ahead = day - today;
  if (ahead === 0) return "today";
  if (ahead === 1) return "tomorrow";
  if (ahead === -1) return "yesterday";
  if (ahead > 1 && ahead < 7) return weekday(day);
  const date = new Date(day * DAY_MS);
  const year = date.getUTCFullYear() === new Date(today * DAY_MS).getUTCFullYear() ? "" : ` ${date.getUTCFullYear()}`;
  return `${weekday(day).slice(0, 3)} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year}`;
}

/** 17 * 60 -> "5 pm" */
export function clock(minutes: number): string {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (m === 59 && h === 23) return "end of day";
  return `${h % 12 || 12}${m ? `:${String(m).padStart(2, "0")}` : ""} ${h < 12 ? "am" : "pm"}`;
}

/** 95 -> "1 h 35 min", in the two units that say most. */
export function spanWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return minutes < 600 && minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.round(minutes / 144) / 10;
  return `${days} days`;
}

/** The reader's own zone. */
export function myZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The next moment after `now` at which one of these becomes something else; Infinity where none does. */
export function nextTurn(promises: ReadonlyArray<Pick<PromiseOnLedger, "due" | "risk_at" | "state">>, dayEnds: string, now: number): number {
  const moments = promises.flatMap(({ due, risk_at, state }) => (state === "open" ? [due, risk_at] : []));
  const times = [...moments, dayEnds].map((moment) => Date.parse(moment ?? "")).filter((time) => time > now);
  return Math.min(Infinity, ...times);
}
