/** Calls by the day on which they were held, on this machine's clock. Pure. */

import { capital, unquoted } from "../desk/words";
import type { CallInList } from "../generated";

export interface Row {
  id: string;
  time: string;
  name: string;
  rest: string;
  /** What the call is about, in the customer's words; empty where no problem was told. */
  problem: string;
  heat: string;
  /** Somebody was angry on it, or worse. */
  hot: boolean;
  ended: boolean;
}

export interface Day {
  day: string;
  calls: Row[];
}

export function byDay(calls: readonly CallInList[], now: Date): Day[] {
  const days: Day[] = [];
  for (const call of calls) {
    const { id, header, held, ended } = call;
    const at = new Date(held);
    const day = dayWords(at, now);
    const name = header.customer.name || header.customer.ref || "Customer";
    const rest = [header.company, header.agent.name && `with ${header.agent.name}`].filter(Boolean).join(" · ");
    const time = Number.isNaN(at.getTime()) ? "" : `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
    if (days.at(-1)?.day !== day) days.push({ day, calls: [] });
    const problem = capital(unquoted(call.problem));
    const hot = call.peak_level === "angry" || call.peak_level === "enraged";
    days.at(-1)!.calls.push({ id, time, name, rest, problem, heat: heatWords(call), hot, ended });
  }
  return days;
}

/** How hot the call got, and how it stood at the end, or stands now. */
export function heatWords({ peak_level: peak, end_level: end, ended }: Pick<CallInList, "peak_level" | "end_level" | "ended">): string {
  if (!peak || !end) return "Heat not judged";
  if (ended && peak === end) return peak === "calm" ? "Calm throughout" : `${capital(peak)} to the end`;
  if (ended) return `${capital(peak)}, ${end} at the end`;
  return peak === end ? `${capital(end)} now` : `${capital(end)} now, ${peak} before`;
}

function dayWords(at: Date, now: Date): string {
  if (Number.isNaN(at.getTime())) return "Some day";
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const ago = Math.round((start(now) - start(at)) / 86_400_000);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year });
}
