/** What the wrap-up says in words, so that nothing rests on colour or on a number alone. Pure. */

import { LEVELS, capital, clockTime, partyName } from "../desk/words";
import type { DraftShown, HappenedShown, Header, HeatFall, StepScored, WrapUpView } from "../generated";

export const STATES: Record<StepScored["state"], string> = {
  done: "Done",
  late: "Done late",
  skipped: "Skipped",
  open: "Needed again",
  not_enough_evidence: "Not enough evidence",
};

export const VERDICTS: Record<DraftShown["verdict"], string> = { draft: "draft", confirmed: "confirmed", dropped: "dropped" };

/** How a promise stands on the ledger, where it has gone on there since. */
export const ON_LEDGER: Record<Exclude<DraftShown["on_ledger"], "">, string> = {
  open: "open on the ledger",
  kept: "kept",
  broken: "broken",
  withdrawn: "withdrawn",
  dropped: "dropped on the ledger",
};

/** How it stands: on the ledger, where it has gone on there, else as it was settled here. */
export function standingWords({ verdict, on_ledger }: Pick<DraftShown, "verdict" | "on_ledger">): string {
  return on_ledger ? ON_LEDGER[on_ledger] : VERDICTS[verdict];
}

/** How many are to settle, and what comes then. */
export function leftWords({ promises, state, text, stale, signed_by }: Pick<WrapUpView, "promises" | "state" | "text" | "stale" | "signed_by">): string {
  const over = state === "ended";
  const left = promises.filter(({ verdict }) => verdict === "draft").length;
  if (!promises.length) return over ? "None." : "None so far.";
  if (left) return `${left} of ${promises.length} to settle`;
  if (!over) return "All settled so far.";
  if (!text || stale) return "All settled. Next: the message.";
  return signed_by ? "All settled." : "All settled. Next: the scorecard.";
}

export const INCIDENTS: Record<HappenedShown["what"], string> = {
  personal_attack: "Attack on the agent",
  threat_harm: "Threat of harm",
  profanity: "Swearing at the agent",
  sets_boundary: "Boundary set",
  apologises: "The customer apologised",
};

/** Whose promise it is. */
export function whose(who: DraftShown["who"], header: Header): string {
  if (who === "customer") return partyName("customer", header);
  return who === "company" ? header.company || "The company" : header.agent.name || "The agent";
}

/** One sentence on how heat fell; credit goes to recovery. `over`: whether the call is. */
export function fallWords(heat: HeatFall, over = true): string {
  if (!heat.judged) return "Nothing that the customer said was judged, so nothing is said of heat.";
  const [high, low] = [LEVELS.indexOf(heat.peak_level), LEVELS.indexOf(heat.end_level)];
  if (high <= 1) return `Never hotter than ${heat.peak_level}.`;
  const peak = `${capital(heat.peak_level)} at ${clockTime(heat.peak_at)}, ${heat.end_level} ${over ? "at the end" : "now"}`;
  const levels = high - low;
  if (levels <= 0) return `${peak}: heat had not come down yet.`;
  const many = ["", "one level", "two levels", "three levels", "four levels"][levels];
  return `${peak}: down ${many} from its highest.`;
}
