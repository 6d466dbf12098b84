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
