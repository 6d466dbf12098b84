/**
 * What the supervisor's page knows, and how each message changes it.
 *
 * Pure: told the time, never asking it. The first board of a connection replaces what is there, and each later one the
 * one before it.
 */

import type { AlertShown, Board, CallShown, KindJudged, ToSupervisor } from "../generated";
import type { Link } from "../page/connection";
import { FINGER_MS, type Key, type Pressed, actionIn } from "../page/keys";

export interface State {
  link: Link;
  board: Board | null;
  /** When the board came, in milliseconds of the page's own clock. */
  wall: number;
  /** When the calls that need somebody last changed places: a press already on its way was meant for another. */
  moved: number;
  /** What a screen reader is to say: the newest alert. */
  news: string;
  problem: string;
}

export const START: State = { link: "connecting", board: null, wall: 0, moved: -Infinity, news: "", problem: "" };

export function receive(state: State, message: ToSupervisor, wall: number): State {
  switch (message.type) {
    case "supervisor": {
      const { board } = message;
      const moved = state.board && order(state.board) !== order(board) ? wall : state.moved;
      return { ...state, board, wall, moved, news: news(state.board, board) || state.news };
    }
    case "problem":
      return { ...state, problem: message.message };
    default:
      return state; // A newer server may say more than this page understands.
  }
}

function order(board: Board): string {
  return board.needed.map((call) => call.alert?.id + call.call).join(" ");
}

/** Alerts that were not there before, in words. */
function news(before: Board | null, now: Board): string {
  const known = new Set(before?.needed.map((call) => `${call.call} ${call.alert?.id}`));
  const fresh = now.needed.filter((call) => !known.has(`${call.call} ${call.alert?.id}`));
  return fresh.map((call) => `${call.alert?.title}. ${call.alert?.why}`).join(" ");
}

/** Whether a press may count: nothing has just moved under the finger. */
export function steady(state: State, wall: number): boolean {
  return wall - state.moved >= FINGER_MS;
}

/** Second of the call at `wall`. */
export function callTime(state: State, call: CallShown, wall: number): number {
  return call.running ? call.now + Math.max(0, wall - state.wall) / 1000 : call.now;
}

/** "Dana Ruiz with Sam" */
export function people(call: CallShown): string {
  const customer = call.customer || "A customer";
  return call.agent ? `${customer} with ${call.agent}` : customer;
}

/** "4 of 11 such alerts were judged not useful." Empty where none was judged. */
export function judgedWords(kind: KindJudged | undefined): string {
  const all = kind ? kind.useful + kind.not_useful : 0;
  if (!kind || !all) return "";
  const counts = `${kind.not_useful} of ${all} such alerts judged not useful`;
  return kind.bar > 0 ? `${counts}, so it takes more to raise one now.` : `${counts}.`;
}

/** One sentence for the whole room. */
export function headline(board: Board): string {
  const count = board.needed.length;
  if (!count) return "Nothing needs you now.";
  return count === 1 ? "One call needs you." : `${number(count)} calls need you.`;
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

export function calmWords(board: Board): string {
  const calm = board.calm.length;
  if (!calm) return board.needed.length ? "" : "No call is live.";
  const others = board.needed.length ? (calm === 1 ? "other call goes" : "other calls go") : calm === 1 ? "call goes" : "calls go";
  return `${number(calm)} ${others} on by ${calm === 1 ? "itself" : "themselves"}.`;
}

/** Why an alert is down again. */
export function clearedWords(alert: AlertShown): string {
  return {
    "": "",
    better: "The call got better by itself.",
    handled: "Somebody took it up.",
    outweighed: "A weightier one took its place.",
    call_ended: "The call ended.",
  }[alert.cleared];
}

/** "refund up to 120 USD" */
export function limitWords(limit: { kind: string; amount: number | null }, currency: unknown): string {
  const kind = limit.kind.replaceAll("_", " ");
  if (limit.amount === null) return `${kind}, as much as it takes`;
  return `${kind} up to ${limit.amount}${typeof currency === "string" && currency ? ` ${currency}` : ""}`;
}

export type Action = "useful" | "not_useful" | "give" | "open" | "next" | "before";

/** The keys, for the card that has the focus. */
export const KEYS: ReadonlyArray<Key<Action>> = [
  { keys: ["ArrowDown", "J"], action: "next", does: "Go to the next call that needs you" },
  { keys: ["ArrowUp", "K"], action: "before", does: "Go to the one before" },
  { keys: ["U"], action: "useful", does: "The alert on this call was useful" },
  { keys: ["N"], action: "not_useful", does: "It was not" },
  { keys: ["L"], action: "give", does: "Raise a limit, or grant a break" },
  { keys: ["O"], action: "open", does: "Open the desk of this call" },
];

export function actionOf(pressed: Pressed): Action | null {
  return actionIn(KEYS, pressed);
}
