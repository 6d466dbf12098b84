/**
 * What the desk knows, and how each message and each press changes it.
 *
 * Pure: told the time, never asking it. A view replaces what is there if it is newer or of another call; a view seen
 * before changes nothing but the clock, so a reconnect neither loses nor doubles anything.
 */

import type { CueShown, Desk, FromServer, Interim } from "../generated";
import type { Link } from "../page/connection";
import { FINGER_MS } from "../page/keys";
import { type Clock, STOPPED, hear, read } from "./clock";

export type Party = Interim["party"];

/** A cue that the agent answered. What was taken stays readable for a while: it is being said aloud. */
export interface Press {
  kind: "take" | "dismiss";
  call: string;
  cue: CueShown;
  /** Call time of the press. */
  at: number;
}

export interface State {
  link: Link;
  view: Desk | null;
  /** The server says that no call is live. */
  idle: boolean;
  demo: boolean;
  clock: Clock;
  audio: string | null;
  interim: Partial<Record<Party, Interim>>;
  press: Press | null;
  /** When one cue took another's place, in milliseconds: a press already on its way was meant for the one before. */
  swapped: number;
  problem: string;
}

export const START: State = {
  link: "connecting",
  view: null,
  idle: false,
  demo: false,
  clock: STOPPED,
  audio: null,
  interim: {},
  press: null,
  swapped: -Infinity,
  problem: "",
};

/** Grace in seconds before the page itself takes an old cue down: the server's word normally comes first. */
const CUE_GRACE_S = 1;

/** The state after a message that came at `wall` milliseconds. */
export function receive(state: State, message: FromServer, wall: number): State {
  switch (message.type) {
    case "view":
      return see(state, message.view, wall, {
        clock: sameCall(state, message.view)
          ? hear(state.clock, message.now, message.running, wall)
          : { at: message.now, wall, running: message.running },
        audio: message.audio,
      });
    case "interim":
      return overhear(state, message);
    case "idle":
      return goIdle(state, message.demo);
    case "problem":
      return { ...state, problem: message.message, press: null };
    default:
      return state; // A newer server may say more than this page understands.
  }
}

function sameCall(state: State, view: Desk): boolean {
  return state.view?.call === view.call;
}

function see(state: State, view: Desk, wall: number, heard: Pick<State, "clock" | "audio">): State {
  const next = { ...state, ...heard, idle: false };
  if (!state.view || !sameCall(state, view)) return { ...next, view, interim: {}, press: null, problem: "" };
  if (view.revision <= state.view.revision) return next;
  const before = state.view.cue;
  const swapped = before && view.cue && before.id !== view.cue.id ? wall : state.swapped;
  return { ...next, view, swapped, interim: stillSpoken(state.interim, view) };
}

/** Interim words go when the finished line that holds them is there. */
function stillSpoken(interim: State["interim"], view: Desk): State["interim"] {
  if (view.state === "ended") return {};
  const kept = Object.values(interim).filter((words) => !isFinished(words, view));
  return Object.fromEntries(kept.map((words) => [words.party, words]));
}

function isFinished(words: Interim, view: Desk): boolean {
  return view.lines.some((line) => line.party === words.party && line.t1 > words.t0);
}

function overhear(state: State, words: Interim): State {
  if (state.view?.call !== words.call || state.view.state === "ended" || isFinished(words, state.view)) return state;
  const { [words.party]: _, ...others } = state.interim;
  return { ...state, interim: words.text.trim() ? { ...others, [words.party]: words } : others };
}

/** A call that has ended stays on the screen, to be wrapped up, until another begins. */
function goIdle(state: State, demo: boolean): State {
  const ended = state.view?.state === "ended";
  return ended ? { ...state, idle: true, demo } : { ...START, link: state.link, idle: true, demo };
}

/** The agent answers the cue now on the screen. The same state if there is none, or it is answered already. */
export function press(state: State, kind: Press["kind"], wall: number): State {
  const cue = offered(state, wall);
  if (!cue || !state.view || state.press?.cue.id === cue.id || wall - state.swapped < FINGER_MS) return state;
  return { ...state, press: { kind, call: state.view.call, cue, at: read(state.clock, wall) }, problem: "" };
}

/** The press that the server has not yet shown to have heard, to be said again after a reconnect. */
export function unheard(state: State): Press | null {
  const { press: made, view } = state;
  return made && view?.call === made.call && view.cue?.id === made.cue.id ? made : null;
}

/** The cue in the newest view, unless its life is over. */
export function offered(state: State, wall: number): CueShown | null {
  const cue = state.view?.state === "live" ? state.view.cue : null;
  return cue && read(state.clock, wall) <= cue.until + CUE_GRACE_S ? cue : null;
}

export type Card =
  | { kind: "none" }
  | { kind: "offered" | "taken" | "dismissed"; cue: CueShown };

/** What the cue card shows. Words that were taken stay up for as long as it takes to say them. */
export function card(state: State, wall: number): Card {
  const cue = offered(state, wall);
  const made = state.press?.call === state.view?.call ? state.press : null;
  if (cue && made?.cue.id === cue.id) return { kind: made.kind === "take" ? "taken" : "dismissed", cue };
  if (cue) return { kind: "offered", cue };
  const since = made ? read(state.clock, wall) - made.at : 0;
  const speaking = made?.kind === "take" && state.view?.state === "live" && since < secondsToSay(made.cue.say);
  return made && speaking ? { kind: "taken", cue: made.cue } : { kind: "none" };
}

/** A calm voice says about two words a second; and some breath before. */
export function secondsToSay(words: string): number {
  return Math.max(6, 3 + words.split(/\s+/).length / 2);
}
