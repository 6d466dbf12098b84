/** What the form of an act says at first, and the wish that is made of what it says in the end. */

import type { PromiseOnLedger, PromiseWish } from "../generated";
import { dateField } from "../page/wall";
import { type Act, tellings } from "./words";

type Bare = PromiseWish extends infer One ? (One extends PromiseWish ? Omit<One, "edition" | "by"> : never) : never;
export type Said = Record<string, string>;

/** What the form says before anybody writes in it. */
export function first(act: Act, promise: PromiseOnLedger): Said {
  const [what = ""] = Object.keys(tellings(promise));
  const due = dateField(promise.due, promise.timezone);
  if (act === "edit") return { act: promise.act, due, kind: promise.kind };
  if (act === "postpone") return { due };
  if (act === "plan") return { how: promise.how };
  return { proof: "note", cause: act === "break" ? "" : (promise.cause ?? ""), what };
}

/**
 * What the form says once its promise has changed under it: what was written in it stays, and the rest is as it is now.
 */
export function rebased(act: Act, said: Said, opened: PromiseOnLedger, now: PromiseOnLedger): Said {
  const then = first(act, opened);
  const holds = (name: string, value: string) => name !== "what" || value in tellings(now);
  const written = Object.entries(said).filter(([name, value]) => value !== (then[name] ?? "") && holds(name, value));
  return { ...first(act, now), ...Object.fromEntries(written) };
}

/** The wish, of the promise as it was when its author opened the form: where it has changed since, the server refuses. */
export function toWish(act: Act, said: Said, agreed: boolean, opened: PromiseOnLedger, by: string): PromiseWish {
  return { ...bare(act, (name) => said[name] ?? "", agreed, opened), edition: opened.edition, by: by.trim() } as PromiseWish;
}

function bare(act: Act, get: (name: string) => string, agreed: boolean, promise: PromiseOnLedger): Bare {
  const due = get("due") === dateField(promise.due, promise.timezone) ? promise.due : get("due") || null;
  const cause = get("cause") as never;
  switch (act) {
    case "keep":
      return { type: act, proof: { kind: get("proof") as "note", text: get("text") }, cause: cause || null };
    case "postpone":
      return { type: act, due: get("due"), cause, agreed, due_text: "", words: get("words") };
    case "hand_over":
      return { type: act, owner: get("owner"), team: get("team"), note: get("note") };
    case "plan":
      return { type: act, how: get("how") };
    case "told":
      return { type: act, what: get("what") as "kept", how: get("how"), text: get("text") };
    case "asked":
      return { type: act, how: get("how") };
    case "answered":
      return { type: act, right: get("right") === "yes", words: get("words") };
    case "withdraw":
      return { type: act, agreed: get("agreed") };
    case "break":
      return { type: act, cause, words: get("words") };
    case "edit":
      return { type: act, act: get("act"), kind: get("kind") as "other", due, due_text: due === promise.due ? promise.due_text : "" };
    case "reopen":
      return { type: act, why: get("why") };
    case "drop":
      return { type: act, why: get("why") };
  }
}
