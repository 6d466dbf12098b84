/** Which messages of the log are shown: kept in the address, so that a link shows the same. Pure. */

import type { DeliveryShown } from "../generated";
import { strangeWords } from "../page/strange";

export interface Filters {
  state: DeliveryShown["state"] | "";
  destination: string;
  promise: string;
}

export const EVERY: Filters = { state: "", destination: "", promise: "" };

const STATES: readonly string[] = ["sent", "waiting", "parked", "lapsed"];

export function fromAddress(search: string): Filters {
  const said = new URLSearchParams(search);
  const state = said.get("state") ?? "";
  return { state: STATES.includes(state) ? (state as Filters["state"]) : "", destination: said.get("destination") ?? "", promise: said.get("promise") ?? "" };
}

/** What the address asks for and the log does not know, in words. */
export function strangers(search: string): string {
  return strangeWords(search, { state: ["", ...STATES], destination: null, promise: null });
}

export function toAddress(filters: Filters, path: string): string {
  const said = new URLSearchParams();
  for (const name of ["state", "destination", "promise"] as const) if (filters[name]) said.set(name, filters[name]);
  return said.size ? `${path}?${said}` : path;
}

export function toQuery(filters: Filters, after = ""): string {
  const asked = new URLSearchParams();
  if (filters.state) asked.set("standing", filters.state);
  if (filters.destination) asked.set("destination", filters.destination);
  if (filters.promise) asked.set("promise", filters.promise);
  if (after) asked.set("after", after);
  return `/api/deliveries?${asked}`;
}
