/** What the pages of the ledger say in words, so that nothing rests on colour alone. Pure. */

import { capital, unquoted } from "../desk/words";
import type { LetterDraft, PromiseChange, PromiseOnLedger, PromiseWish } from "../generated";
import { momentWords } from "./times";

export type Kind = PromiseOnLedger["kind"];
export type Cause = Exclude<PromiseOnLedger["cause"], null>;
export type What = Extract<PromiseWish, { type: "told" }>["what"];

export const KINDS: Record<Kind, string> = {
  money: "Money",
  call_back: "Call back",
  message: "Message",
  visit: "Visit",
  replacement: "Replacement",
  repair: "Repair",
  answer: "Answer",
  other: "Other",
};

export const CAUSES: Record<Cause, string> = {
  other_team: "Waited for another team",
  supplier: "Waited for a supplier",
  stock: "Not in stock",
  system: "A system did not work",
  capacity: "Not enough hands",
  estimate: "It took longer than thought",
  missed: "Nobody saw it coming due",
  unreached: "The customer was not reached",
  customer: "The customer asked for later",
  other: "Something else",
};

const STAGES = { halfway: "half of the time had passed", soon: "it was soon due", tell_customer: "the customer should hear of it first", named_person: "it was due, and not kept" };
const TOLD: Record<What, string> = { kept: "that it was kept", late: "that it will be late", broken: "that it was not done", withdrawn: "that it is withdrawn", thanks: "thank you" };
const PROOFS = { note: "Note", link: "Link", file: "File", message: "Message" };

/** How a promise stands, in a word or two. */
export function standing(promise: Pick<PromiseOnLedger, "state" | "standing" | "kept_on_time">): string {
  if (promise.state === "open") return { late: "late", at_risk: "at risk", "": "open" }[promise.standing];
  if (promise.state === "kept") return promise.kept_on_time === false ? "kept late" : promise.kept_on_time ? "kept on time" : "kept";
  return { broken: "broken", withdrawn: "withdrawn", dropped: "dropped" }[promise.state];
}

/** A shape for the same, so that it is told apart without colour. */
export function mark(promise: Pick<PromiseOnLedger, "state" | "standing">): string {
  if (promise.state === "open") return { late: "▲", at_risk: "◆", "": "○" }[promise.standing];
  return { kept: "✓", broken: "✕", withdrawn: "–", dropped: "–" }[promise.state];
}

export function customerName(promise: Pick<PromiseOnLedger, "customer" | "customer_name">): string {
  return promise.customer_name || promise.customer || "A customer";
}

export function whose(promise: Pick<PromiseOnLedger, "owner" | "team">): string {
  return promise.owner || (promise.team ? `nobody’s yet in ${promise.team}` : "nobody’s yet");
}

/** That its date was moved, from when, and whether the customer agreed to the last date; empty where it was not. */
export function movedWords(promise: Pick<PromiseOnLedger, "due" | "first_due" | "answers_to">, now: number, zone: string): string {
  if (!promise.first_due || promise.first_due === promise.due) return "";
  const first = momentWords(Date.parse(promise.first_due), now, zone);
  return `first promised for ${first}, moved ${promise.answers_to === promise.due ? "with" : "without"} their yes`;
}

/** The way to a customer's story; empty where nobody knows who they are. */
export function storyOf(promise: Pick<PromiseOnLedger, "customer">): string {
  return promise.customer && `/customer/${encodeURIComponent(promise.customer)}`;
}

/** A change, as a sentence without its subject, and what was written with it. */
export function changeWords(change: PromiseChange, now: number, zone: string): { what: string; words: string } {
  const date = (due: string | null) => (due ? momentWords(Date.parse(due), now, zone) : "no date");
  switch (change.type) {
    case "promise_made":
      return { what: change.origin ? `Promised on the call, confirmed${change.confirmed_at && ` ${date(change.confirmed_at)}`}` : "Made the promise by hand", words: `${capital(change.act)}, ${date(change.due)}` };
    case "promise_edited":
      return { what: "Corrected it", words: `${capital(change.act)}, ${date(change.due)}` };
    case "promise_postponed":
      return {
        what: `Moved it to ${date(change.due)}, ${change.agreed ? "with the customer’s yes" : "without the customer’s yes"}`,
        words: [CAUSES[change.cause], change.words].filter(Boolean).join(": "),
      };
    case "promise_handed_over":
      return { what: `Handed it over to ${[change.owner, change.team].filter(Boolean).join(", ")}`, words: change.note };
    case "promise_planned":
      return { what: "Said how it will be done", words: change.how };
    case "promise_kept":
      return { what: `Kept it${change.cause ? `, late (${CAUSES[change.cause].toLowerCase()})` : ""}`, words: `${PROOFS[change.proof.kind]}: ${change.proof.text}` };
    case "promise_broken":
      return { what: "Said that it is broken", words: [CAUSES[change.cause], change.words].filter(Boolean).join(": ") };
    case "promise_withdrawn":
      return { what: "Withdrew it, as the customer agreed", words: `“${unquoted(change.agreed)}”` };
    case "promise_dropped":
      return { what: "Dropped it: it was no promise", words: change.why };
    case "promise_told":
      return { what: `Told the customer ${TOLD[change.what]}${change.how && `, by ${change.how}`}`, words: change.text };
    case "promise_asked":
      return { what: `Asked the customer whether it is right now${change.how && `, by ${change.how}`}`, words: change.text };
    case "promise_answered":
      return { what: change.right ? "The customer says that it is right now" : "The customer says that it is not right", words: change.words && `“${unquoted(change.words)}”` };
    case "promise_reopened":
      return { what: "Opened it again", words: change.why };
    case "promise_reminded":
      return { what: `${change.to ? `Reminded ${change.to}` : "Nobody could be reminded"}: ${STAGES[change.stage]}`, words: "" };
    default:
      return { what: "Changed it", words: "" }; // A newer server may say more than this page understands.
  }
}

/** What can be done with a promise: its name, its key, and the change that it makes. */
export type Act = PromiseWish["type"];

export interface ActShown {
  act: Act;
  key: string;
  title: string;
  does: string;
  makes: string;
}

export const ACTS: readonly ActShown[] = [
  { act: "keep", key: "K", title: "Kept", does: "It is kept: write what shows it", makes: "promise_kept" },
  { act: "postpone", key: "P", title: "Postpone", does: "Give it a new date", makes: "promise_postponed" },
  { act: "hand_over", key: "H", title: "Hand over", does: "Give it to somebody else, or to a team", makes: "promise_handed_over" },
  { act: "plan", key: "L", title: "Plan", does: "Write how it will be done", makes: "promise_planned" },
  { act: "told", key: "T", title: "Customer told", does: "The customer was told", makes: "promise_told" },
  { act: "asked", key: "R", title: "Asked if right", does: "The customer was asked whether it is right now", makes: "promise_asked" },
  { act: "answered", key: "A", title: "Their answer", does: "Write what the customer answered", makes: "promise_answered" },
  { act: "withdraw", key: "W", title: "Withdraw", does: "The customer lets you off: write what they said", makes: "promise_withdrawn" },
  { act: "break", key: "B", title: "Broken", does: "It was not done, and will not be", makes: "promise_broken" },
  { act: "edit", key: "E", title: "Correct", does: "It was written down wrong", makes: "promise_edited" },
  { act: "reopen", key: "O", title: "Open again", does: "It is not settled after all", makes: "promise_reopened" },
  { act: "drop", key: "X", title: "Drop", does: "It never was a promise", makes: "promise_dropped" },
];

/** What can be done with this promise now. */
export function actsOf(promise: Pick<PromiseOnLedger, "may" | "asked_at">): ActShown[] {
  return ACTS.filter(({ act, makes }) => promise.may.includes(makes) && (act !== "asked" || !promise.asked_at) && (act !== "answered" || promise.asked_at));
}

/** What most likely comes next: to keep it; then to tell the customer, to ask whether it is right, to write what they say. */
export function nextAct(promise: Pick<PromiseOnLedger, "state" | "told" | "asked_at" | "right">): Act | null {
  if (promise.state === "open") return "keep";
  if (promise.asked_at) return promise.right === null ? "answered" : null;
  if (promise.state === "dropped") return null;
  return promise.state in promise.told ? (promise.state === "kept" ? "asked" : null) : "told";
}

/** What the customer can be told of it as it stands, in words. */
export function tellings(promise: Pick<PromiseOnLedger, "state">): Partial<Record<What, string>> {
  const all: Record<PromiseOnLedger["state"], Partial<Record<What, string>>> = {
    open: { late: "that it will be late" },
    kept: { kept: "that it is kept", thanks: "thank you" },
    broken: { broken: "that it was not done, and will not be" },
    withdrawn: { withdrawn: "that it is withdrawn" },
    dropped: {},
  };
  return all[promise.state];
}

/** What a letter to the customer can be for. */
export type Occasion = LetterDraft["occasion"];

export const OCCASIONS: Record<Occasion, string> = {
  late: "It will be later",
  kept: "It is kept",
  broken: "It was not done, and we are sorry",
  thanks: "Thank you",
  asked: "Is it right now?",
  withdrawn: "It is withdrawn, as agreed",
};

/** What whoever writes this letter should know first; empty where there is nothing. */
export function beforeWriting(occasion: Occasion, promise: Pick<PromiseOnLedger, "standing">): string {
  return occasion === "late" && promise.standing === "late" ? "Its date has passed, so the letter names none. Give the promise a new date first (P), and the letter says that one." : "";
}

/** Its date is still to come and is the one first given: then there is nothing later to tell. */
function asPromised(promise: Pick<PromiseOnLedger, "due" | "first_due" | "postponed" | "standing">): boolean {
  return promise.due !== null && promise.standing !== "late" && !promise.postponed && promise.due === promise.first_due;
}

/** Where a promise is at risk, or was not right, and no letter makes sense yet: what comes before one. */
export function beforeAnyLetter(promise: Pick<PromiseOnLedger, "state" | "due" | "first_due" | "postponed" | "standing" | "right">): string {
  if (promise.state !== "open" || !asPromised(promise)) return "";
  if (isNotRight(promise)) return "They say that it is not right. Give it its new date first (P): then a letter can tell them that one.";
  return promise.standing === "at_risk" ? "Will it be later? Give it its new date first (P): then a letter can tell them that one." : "";
}

/** Why there is nothing to write to the customer now, for whoever wants to. */
export function whyNoLetter(promise: Parameters<typeof beforeAnyLetter>[0]): string {
  if (promise.state === "dropped") return "It was no promise: there is nothing to write to them about.";
  return beforeAnyLetter(promise) || "It stands as they were told. Once it is settled, or has a new date (P), a letter can tell them.";
}

/** Whether it is open and the last that the customer said of it is that it is not right. */
export function isNotRight(promise: Pick<PromiseOnLedger, "state" | "right">): boolean {
  return promise.state === "open" && promise.right === false;
}

/** The same in their words: whoever talks with them next has to know. */
export function notRightWords(promise: Pick<PromiseOnLedger, "state" | "right" | "answer">): string {
  return isNotRight(promise) ? `The customer says that it is not right${promise.answer && `: “${brief(unquoted(promise.answer))}”`}` : "";
}

const BRIEF = 200;

/** As much of it as a line of many can hold; all of it stands on the promise's own page. */
export function brief(text: string): string {
  const letters = [...text];
  return letters.length > BRIEF ? `${letters.slice(0, BRIEF - 1).join("").trimEnd()}…` : text;
}

/** What a letter makes sense for now; what was written already comes last, and the question comes once. */
export function occasionsOf(promise: Pick<PromiseOnLedger, "state" | "told" | "asked_at" | "due" | "first_due" | "postponed" | "standing">): Occasion[] {
  const ask: Occasion[] = promise.asked_at ? [] : ["asked"];
  const all: Record<PromiseOnLedger["state"], Occasion[]> = { open: asPromised(promise) ? [] : ["late"], kept: ["kept", ...ask, "thanks"], withdrawn: ["withdrawn"], broken: ["broken", ...ask], dropped: [] };
  return all[promise.state].sort((a, b) => Number(a in promise.told) - Number(b in promise.told));
}
