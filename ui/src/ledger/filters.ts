/** Which promises are shown: kept in the address, so that a link shows the same. Pure. */

import { strangeWords } from "../page/strange";

export type ShownState = "open" | "kept" | "broken" | "withdrawn" | "any";
export type ShownWhen = "" | "late" | "today" | "at_risk";

export interface Filters {
  /** Whose: one owner's, one team's, or (neither) everybody's. */
  owner: string;
  team: string;
  state: ShownState;
  when: ShownWhen;
  words: string;
}

export const ALL: Filters = { owner: "", team: "", state: "open", when: "", words: "" };

const STATES: readonly string[] = ["open", "kept", "broken", "withdrawn", "any"];
const WHENS: readonly string[] = ["", "late", "today", "at_risk"];

/** What the address says; where it says nothing of whose, it is `me`'s. */
export function fromAddress(search: string, me: string): Filters {
  const said = new URLSearchParams(search);
  const [state, when] = [said.get("state") ?? "", said.get("when") ?? ""];
  const somebody = ["owner", "team", "all"].some((name) => said.has(name));
  return {
    owner: somebody ? (said.get("owner") ?? "") : me,
    team: said.get("team") ?? "",
    state: STATES.includes(state) ? (state as ShownState) : "open",
    when: WHENS.includes(when) ? (when as ShownWhen) : "",
    words: said.get("words") ?? "",
  };
}

/** What the address asks for and this list does not know, in words. */
export function strangers(search: string): string {
  return strangeWords(search, { owner: null, team: null, all: null, words: null, state: STATES, when: WHENS });
}

export function toAddress(filters: Filters): string {
  const said = new URLSearchParams();
  if (filters.owner) said.set("owner", filters.owner);
  if (filters.team) said.set("team", filters.team);
  if (!filters.owner && !filters.team) said.set("all", "1");
  if (filters.state !== "open") said.set("state", filters.state);
  if (filters.when) said.set("when", filters.when);
  if (filters.words.trim()) said.set("words", filters.words.trim());
  return `?${said}`;
}

/** Whether what is open is shown by how pressing it is; else it is one list. */
export function isOverview(filters: Filters): boolean {
  return filters.state === "open" && !filters.when && !filters.words.trim();
}

/** Whether both are one name, as the ledger takes them: whatever the case of the letters. */
export function sameName(one: string, other: string): boolean {
  const folded = (name: string) => name.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  return folded(one) === folded(other);
}

/** That nobody on the ledger has a name that was asked for; empty where somebody has. */
export function strangerWords(strangers: readonly ("owner" | "team")[], { owner, team }: Pick<Filters, "owner" | "team">): string {
  if (!strangers.length) return "";
  const told = strangers.map((whose) => (whose === "owner" ? `“${owner}”` : `team “${team}”`));
  return `No promise on the ledger is of ${told.join(" or of ")}.`;
}

/** The one control of state and time, as it stands. */
export const shownAs = ({ state, when }: Filters): ShownState | ShownWhen => when || state;

/** What choosing there makes of the filters. */
export function showing(chosen: string): Pick<Filters, "state" | "when"> {
  return WHENS.includes(chosen) ? { state: "open", when: chosen as ShownWhen } : { state: chosen as ShownState, when: "" };
}

/** Whether there is anything to search by in these words. */
export const searches = (words: string): boolean => /[\p{L}\p{N}]/u.test(words);

/** What the server is asked. */
export function toQuery(filters: Filters, zone: string, after = ""): string {
  const asked = new URLSearchParams({ zone });
  for (const name of ["owner", "team"] as const) if (filters[name]) asked.set(name, filters[name]);
  if (isOverview(filters) && !after) return `/api/promises/overview?${asked}`;
  if (filters.state !== "any") asked.set("state", filters.state);
  if (filters.when) asked.set("when", filters.when);
  if (filters.words.trim()) asked.set("words", filters.words.trim());
  if (filters.state !== "open") asked.set("latest", "true");
  if (after) asked.set("after", after);
  return `/api/promises?${asked}`;
}
