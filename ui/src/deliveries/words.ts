/** What the page of deliveries says in words. Pure. */

import { capital } from "../desk/words";
import { REACH_CUSTOMERS } from "./form";
import type { ChangeShown, DeliveryShown, Destination, DestinationShown, OutgoingShown, Tried } from "../generated";

export const KINDS: Record<string, string> = {
  webhook: "Webhook",
  mail: "Mail",
  calendar: "Calendar invitations",
  chat: "Chat or paging",
  teams: "Microsoft Teams",
  zendesk: "Zendesk",
  salesforce: "Salesforce",
  hubspot: "HubSpot",
  jira: "Jira Service Management",
  freshdesk: "Freshdesk",
  log: "The server’s log",
};

/** The kinds of message, as a person knows them. */
export const MESSAGES: Record<string, string> = {
  reminder_halfway: "Half of the time has passed",
  reminder_soon: "It is soon due",
  reminder_tell_customer: "The customer should hear of it first",
  reminder_named_person: "It is due, and not kept",
  promise_made: "It was promised",
  promise_edited: "It was corrected",
  promise_postponed: "It has a later date",
  promise_handed_over: "It was handed over",
  promise_kept: "It was kept",
  promise_broken: "It was broken",
  promise_withdrawn: "It was withdrawn",
  promise_dropped: "It was no promise",
  promise_answered: "The customer said whether it is right",
  promise_reopened: "It was opened again",
  messages_parked: "Messages are parked (to the person whom the site names)",
  customer_kept: "Letter: it is kept",
  customer_late: "Letter: it will be late",
  customer_broken: "Letter: it was not done",
  customer_withdrawn: "Letter: it is withdrawn",
  customer_thanks: "Letter: thank you",
  customer_asked: "Letter: is it right now?",
  test: "Test",
};

const SHORT: Record<string, string> = {
  reminder_halfway: "halfway",
  reminder_soon: "soon due",
  reminder_tell_customer: "tell the customer",
  reminder_named_person: "due and not kept",
  promise_made: "made",
  promise_edited: "corrected",
  promise_postponed: "later",
  promise_handed_over: "handed over",
  promise_kept: "kept",
  promise_broken: "broken",
  promise_withdrawn: "withdrawn",
  promise_dropped: "no promise",
  promise_answered: "right or not",
  promise_reopened: "opened again",
  messages_parked: "messages parked",
  customer_kept: "kept",
  customer_late: "late",
  customer_broken: "not done",
  customer_withdrawn: "withdrawn",
  customer_thanks: "thank you",
  customer_asked: "is it right now?",
};

export function kindName(kind: string): string {
  return KINDS[kind] ?? kind;
}

export function messageName(kind: string): string {
  return MESSAGES[kind] ?? kind.replaceAll("_", " ");
}

/** Where it is, as far as its options say: a host, a server, a mail address. */
export function placeOf(destination: Destination): string {
  const { address, server, pipeline } = destination.options as Record<string, string | undefined>;
  if (server) return String(server);
  if (!address) return pipeline ? `pipeline ${pipeline}` : "";
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}

/** Which messages go there, in a few words. */
export function wantsWords(destination: Pick<Destination, "wants">, shown: Pick<OutgoingShown, "reminders" | "news" | "letters">): string {
  const { wants } = destination;
  if (!wants.length) return "every message";
  const some = (name: string, kinds: readonly string[]) => {
    const wanted = kinds.filter((kind) => wants.includes(kind));
    return wanted.length === kinds.length ? `all ${name}` : wanted.length ? `${name}: ${wanted.map((kind) => SHORT[kind] ?? kind).join(", ")}` : "";
  };
  const letters = shown.letters.some((kind) => wants.includes(kind));
  return [some("reminders", shown.reminders), some("news", shown.news), letters && "letters to customers"].filter(Boolean).join("; ");
}

/** Which messages could go there and do not, since single kinds were chosen: a kind that came later is among them. */
export function missedWords({ kind, options, wants }: Pick<Destination, "kind" | "options" | "wants">, shown: Pick<OutgoingShown, "reminders" | "news" | "letters">): string {
  if (!wants.length) return "";
  const some = (name: string, kinds: readonly string[]) => {
    const missed = kinds.filter((kind) => !wants.includes(kind));
    return missed.length < kinds.length ? missed.length && `${name}: ${missed.map((kind) => SHORT[kind] ?? messageName(kind)).join(", ")}` : missed.length && `all ${name}`;
  };
  const own = options["public"] !== true;
  const news = kind === "calendar" ? shown.news.filter((one) => one.startsWith("promise_")) : shown.news;
  const missed = [own && some("reminders", shown.reminders), own && some("news", news), REACH_CUSTOMERS.includes(kind) && some("letters to customers", shown.letters)];
  return missed.filter(Boolean).join("; ");
}

export interface Standing {
  name: "broken" | "parked" | "trying" | "works" | "untried";
  mark: string;
  words: string;
  /** Why, where there is something to do. */
  why: string;
}

/** Whether a destination works: can it be used, and what became of what was sent. */
export function standingOf({ problem, parked, waiting, last }: DestinationShown): Standing {
  if (problem) return { name: "broken", mark: "✕", words: "cannot be used", why: problem };
  if (parked) return { name: "parked", mark: "‖", words: `${many(parked, "message")} parked`, why: last?.state === "parked" ? last.why : "" };
  if (last?.state === "waiting" && last.attempts > 0) return { name: "trying", mark: "◌", words: `${many(waiting, "message")} still tried`, why: last.why };
  if (last?.state === "sent") return { name: "works", mark: "✓", words: "works", why: "" };
  return { name: "untried", mark: "○", words: waiting ? "sending" : last ? "the last message was let be" : "nothing sent yet", why: "" };
}

export const STATES: Record<DeliveryShown["state"], { mark: string; words: string }> = {
  sent: { mark: "✓", words: "sent" },
  waiting: { mark: "◌", words: "waiting" },
  parked: { mark: "‖", words: "parked" },
  lapsed: { mark: "–", words: "let be" },
};

export function many(count: number, one: string): string {
  return `${count >= 200 ? "200 or more" : count} ${one}${count === 1 ? "" : "s"}`;
}

/** One sentence: does anything leave, and does anybody have to do something. */
export function headline(shown: OutgoingShown): { first: string; rest: string } {
  if (shown.trouble) return { first: "No message goes out from this server now.", rest: shown.trouble };
  const there = shown.destinations;
  if (!there.length) {
    const calendars = shown.calendars.length ? " Calendars are read by whoever has their address." : "";
    return { first: "No message leaves this machine.", rest: `No destination is set: reminders stand on the ledger and go nowhere.${calendars}` };
  }
  const parked = there.reduce((sum, { parked }) => sum + parked, 0);
  const broken = there.filter(({ problem }) => problem).length;
  const waits = parked ? " What is parked waits until somebody sends it again, or lets it be." : "";
  const rest = `Messages go to ${there.length === 1 ? there[0]!.destination.name : `${there.length} destinations`}, and nowhere else.${waits}`;
  const parts = [broken && `${many(broken, "destination")} cannot be used`, parked && `${many(parked, "message")} ${parked === 1 ? "is" : "are"} parked`].filter(Boolean);
  return { first: parts.length ? `${parts.join(", ")}.` : stillWords(there), rest };
}

/** What there is to say where nobody has to do anything. */
function stillWords(there: OutgoingShown["destinations"]): string {
  if (!there.some(({ last }) => last)) return `No message was sent to ${there.length === 1 ? there[0]!.destination.name : "these destinations"} yet.`;
  return there.some(({ last }) => last?.state === "lapsed") ? "Nothing waits for anybody." : "Every message was brought, or is on its way.";
}

/** What came of a test to the destination of this name, in a sentence or two. */
export function triedWords({ outcome, reference, refused, later, why, retry_after }: Tried, name: string): { head: string; lines: string[] } {
  const addresses = [...Object.entries(refused).map(([to, said]) => `${to} was refused: ${said}`), ...Object.entries(later).map(([to, said]) => `${to} was put off: ${said}`)];
  const at = name.trim() && ` at ${name.trim()}`;
  if (outcome === "sent") return { head: `It arrived${at}.`, lines: reference ? [`The receiver calls it ${reference}.`] : [] };
  if (outcome === "partly") return { head: `It arrived${at}, but not for everybody.`, lines: addresses };
  const again = retry_after ? ` It asks to be left alone for ${Math.ceil(retry_after)} s.` : "";
  if (outcome === "not_now") return { head: `It did not arrive${at} now.`, lines: [`${sentence(why)}${again} A real message would be tried again, with growing patience.`] };
  return { head: `It cannot arrive${at} like this.`, lines: [`${sentence(why)} A real message would be parked until somebody mends this.`] };
}

/** A reference such as env:SECRET at its beginning stays as it is written. */
export function sentence(text: string): string {
  const said = text.trim();
  const trimmed = /^\w+:\S/.test(said) ? said : capital(said);
  return trimmed && !/[.!?]$/.test(trimmed) ? `${trimmed}.` : trimmed;
}

export function changeWords({ what, name, fields }: ChangeShown): string {
  if (what === "added") return `added ${name}`;
  if (what === "removed") return `removed ${name}`;
  return `changed ${name}${fields.length ? "" : " (the same as before)"}`;
}

/** "service_desk" -> "Service desk" */
export function label(name: string): string {
  const words = { ca: "Further certificates", id: "Consumer key", former_key: "Former key" }[name] ?? name.replaceAll("_", " ");
  return words[0]!.toUpperCase() + words.slice(1);
}
