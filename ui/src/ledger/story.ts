/** A customer's story, in one column: the newest first, and above it what the next agent needs first. Pure. */

import { capital, unquoted } from "../desk/words";
import type { CallInStory, CustomerStory, PromiseOnLedger } from "../generated";
import { heatWords } from "../wrapup/days";
import { isNotRight } from "./words";

export type Line = { at: number; promise: PromiseOnLedger; call?: never } | { at: number; call: CallInStory; promise?: never };

export function lines(story: CustomerStory): Line[] {
  const promises = story.promises.map((promise): Line => ({ at: Date.parse(promise.made_at), promise }));
  const calls = story.calls.map((call): Line => ({ at: Date.parse(call.held), call }));
  return [...promises, ...calls].sort((a, b) => (b.at || 0) - (a.at || 0));
}

/** Open promises, the most pressing first. */
export function pressing(story: CustomerStory): PromiseOnLedger[] {
  const rank = ({ standing }: PromiseOnLedger) => ({ late: 0, at_risk: 1, "": 2 })[standing];
  const due = (promise: PromiseOnLedger) => Date.parse(promise.due ?? "") || Infinity;
  return story.promises.filter(({ state }) => state === "open").sort((a, b) => rank(a) - rank(b) || due(a) - due(b));
}

/** What went wrong before and may be spoken of: broken, or kept late. */
export function sore(story: CustomerStory): PromiseOnLedger[] {
  return story.promises.filter(({ state, kept_on_time }) => state === "broken" || (state === "kept" && kept_on_time === false));
}

/** The sentence at the top. */
export function headline(story: CustomerStory): string {
  const open = pressing(story);
  const late = open.filter(({ standing }) => standing === "late").length;
  if (!open.length) return story.promises.length || story.calls.length ? "Nothing is open." : "Nothing is on record.";
  const many = open.length === 1 ? "One promise is open" : `${open.length} promises are open`;
  const wrong = open.filter(isNotRight).length;
  const of = open.length === 1 ? "" : ` of ${wrong === 1 ? "one" : wrong}`;
  const answered = wrong ? ` They say${of} that it is not right.` : "";
  return `${late ? `${many}, ${late === open.length ? (late === 1 ? "and it is late" : "all of them late") : `${late} of them late`}.` : `${many}.`}${answered}`;
}

export function problemWords(call: CallInStory): string {
  return call.problem ? `“${capital(unquoted(call.problem))}”` : "No problem was told.";
}

export function callHeat(call: CallInStory): string {
  return heatWords(call as Parameters<typeof heatWords>[0]);
}

/** Whether anybody was angry on it, or worse. */
export function isHot(call: CallInStory): boolean {
  return call.peak_level === "angry" || call.peak_level === "enraged";
}
