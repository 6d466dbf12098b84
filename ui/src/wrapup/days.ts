/** Calls by the day on which they were opened, on this machine's clock. Pure. */

import type { CallListed } from "../generated";

export interface Day {
  day: string;
  calls: Array<{ id: string; time: string; name: string; rest: string; ended: boolean }>;
}

export function byDay(calls: readonly CallListed[], now: Date): Day[] {
  const days: Day[] = [];
  for (const { id, header, opened, ended } of calls) {
    const at = new Date(opened);
    const day = dayWords(at, now);
    const name = header.customer.name || header.customer.ref || "Customer";
    const rest = [header.company, header.agent.name && `with ${header.agent.name}`].filter(Boolean).join(" · ");
    const time = Number.isNaN(at.getTime()) ? "" : `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
    if (days.at(-1)?.day !== day) days.push({ day, calls: [] });
    days.at(-1)!.calls.push({ id, time, name, rest, ended });
  }
  return days;
}

function dayWords(at: Date, now: Date): string {
  if (Number.isNaN(at.getTime())) return "Some day";
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const ago = Math.round((start(now) - start(at)) / 86_400_000);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}
