/** What the desk says in words, so that nothing rests on colour or on a number alone. */

import type { Desk, Header, PauseShown, PromiseShown } from "../generated";
import type { Party } from "./state";

export const LEVELS = ["calm", "displeased", "frustrated", "angry", "enraged"] as const;

/** 134 -> "2:14" */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is said is shown between quotation marks, once. */
export function unquoted(text: string): string {
  return text.trim().replace(/^["“”']+|["“”']+$/g, "");
}

const FLAT_TREND = 0.03;

/** Change of heat per customer utterance, in words. */
export function trendWord(trend: number): "rising" | "easing" | "steady" {
  return trend > FLAT_TREND ? "rising" : trend < -FLAT_TREND ? "easing" : "steady";
}

export const TREND_MARKS = { rising: "↗", easing: "↘", steady: "→" } as const;

/** How a promise stands, as a shape beside the word. */
export const VERDICT_MARKS: Record<PromiseShown["verdict"], string> = { draft: "○", confirmed: "✓", dropped: "✕" };

/** Who is meant, as the agent at this desk would say it. */
export function partyName(party: Party, header: Header): string {
  return party === "agent" ? "You" : header.customer.name || "Customer";
}

export function promiser(who: PromiseShown["who"], header: Header): string {
  return who === "company" ? header.company || "The company" : partyName(who, header);
}

/** One sentence on who has the floor. */
export function floorWords(view: Desk): string {
  const customer = partyName("customer", view.header);
  if (view.pause?.kind === "hold") return `${customer} is on hold.`;
  const [a, b] = [view.speaking.includes("agent"), view.speaking.includes("customer")];
  if (a && b) return `You and ${customer} are both speaking.`;
  if (b) return `${customer} is speaking.`;
  return a ? "You are speaking." : "Nobody is speaking.";
}

/** Why the desk shows less than it could; empty when it does not. */
export function qualityWords(view: Desk): string {
  if (view.quality === "full") return "";
  const what = {
    no_interim: "Words appear once a sentence is finished.",
    late: "Words and cues come late.",
  }[view.quality];
  return view.quality_why ? `${what} ${capital(view.quality_why.replace(/\.$/, ""))}.` : what;
}

/** What this agent may give on this call, each in a few words. */
export function mayGive(view: Desk): string[] {
  const { currency, ...limits } = view.header.agent.limits;
  const raised = new Set(view.limits_raised.map(({ kind }) => kind));
  return Object.entries(limits)
    .filter(([, amount]) => amount === true || (typeof amount === "number" && amount > 0))
    .map(([kind, amount]) => {
      const far = amount === true ? "" : ` up to ${amount}${currency ? ` ${String(currency)}` : ""}`;
      return `${kind.replaceAll("_", " ")}${far}${raised.has(kind) ? " (raised for this call)" : ""}`;
    });
}

/** The hold or the silence that goes on, in a few words; `long`: what to say of one that has gone on for long. */
export function pauseWords(pause: PauseShown, view: Desk, now: number): { what: string; long: string } {
  const customer = partyName("customer", view.header);
  const long = now >= pause.long_at;
  return pause.kind === "hold"
    ? { what: `${customer} is on hold`, long: long ? "A word to them is due" : "" }
    : { what: "Nobody speaks", long: long ? "Say what you are doing" : "" };
}

/** What a supervisor said or gave on this call, in a sentence each; empty where there is nothing. */
export function supervisorWords(view: Desk): string {
  const said: string[] = [];
  if (view.help === "asked") said.push("Your supervisor can see that you ask for help.");
  if (view.help === "seen") said.push("Your supervisor has seen it and is on it.");
  if (view.help === "declined") said.push("Your supervisor has seen that you asked, and is not joining this call for now. Ask again whenever you need them.");
  const currency = view.header.agent.limits["currency"];
  const newest = view.limits_raised.at(-1);
  if (newest) {
    const kind = newest.kind.replaceAll("_", " ");
    const far = newest.amount === null ? "as much as it takes" : `up to ${newest.amount}${currency ? ` ${String(currency)}` : ""}`;
    said.push(`On this call you may give ${kind}, ${far}.`);
  }
  if (view.break_minutes) said.push(`A break of ${view.break_minutes} minutes is yours after this call.`);
  return said.join(" ");
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
const DAY_MS = 86_400_000;

/**
 * When a promise is due, as a person would say it, in the time zone that the date itself carries (the customer's).
 * `started`: when the call began, ISO 8601 or empty, for "today" and "tomorrow".
 */
export function dueWords(promise: Pick<PromiseShown, "due" | "due_text">, started: string): string {
  const said = unquoted(promise.due_text);
  if (!promise.due) return said ? `no clear time (“${said}”)` : "no time given";
  const due = onTheWall(promise.due);
  if (!due) return said || promise.due;
  const begun = Date.parse(started);
  const days = Number.isNaN(begun) ? Infinity : dayOf(due.ms) - dayOf(begun + due.offset);
  const date = new Date(due.ms);
  const far = `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  const day = days === 0 ? "today" : days === 1 ? `tomorrow, ${DAYS[date.getUTCDay()]}` : far;
  if (due.time) return days === 0 || days === 1 ? `by ${due.time} ${day}` : `by ${due.time} on ${day}`;
  return due.endOfDay ? `by the end of ${day}` : `by ${day}`;
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

interface OnTheWall {
  /** The date and time as they stand in the text, as if they were UTC. */
  ms: number;
  /** What was added to UTC, in ms. */
  offset: number;
  /** "5:30 pm"; empty where only a day is meant. */
  time: string;
  endOfDay: boolean;
}

function onTheWall(iso: string): OnTheWall | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)[\d:.]*)?(Z|[+-]\d\d:?\d\d)?$/.exec(iso);
  if (!parts) return null;
  const [hours, minutes] = [Number(parts[4] ?? 23), Number(parts[5] ?? 59)];
  const ms = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), hours, minutes);
  const zone = /([+-])(\d\d):?(\d\d)/.exec(parts[6] ?? "");
  const offset = zone ? Number(`${zone[1]}1`) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000 : 0;
  const endOfDay = hours === 23 && minutes === 59;
  const midnight = hours === 0 && minutes === 0;
  const clock = `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""} ${hours < 12 ? "am" : "pm"}`;
  return { ms, offset, time: endOfDay || midnight ? "" : clock, endOfDay };
}
