/** Whose clock a promise made by hand is written on: the customer's, where they are on record. */

import type { CustomerStory } from "../generated";

export interface Known {
  ref: string;
  name: string;
  timezone: string;
}

type Ask = (path: string) => Promise<Pick<CustomerStory, "name" | "timezone">>;

/** What is on record of the customer of this reference; of one who is not known, nothing but that. */
export async function onRecord(ref: string, ask: Ask): Promise<Known> {
  if (!ref.trim()) return { ref: "", name: "", timezone: "" };
  const { name, timezone } = await ask(`/api/story?${new URLSearchParams({ customer: ref.trim() })}`);
  return { ref: ref.trim(), name, timezone };
}

/** The customer's own zone, or "" where it is not known: what is known of another reference says nothing of this one. */
export function theirZone(ref: string, known: Known): string {
  return known.ref === ref.trim() ? known.timezone : "";
}
