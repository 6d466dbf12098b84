// Written by `python -m steadyline.web.schema typescript`. Change the structs in Python, never this file.

/** The whole desk. ``now`` is call time at sending; ``running``, whether call time goes on in real time. ``audio`` is where the sound of this call can be fetched, or None where there is none to play. */
export interface View {
  type: "view";
  view: Desk;
  now: number;
  running: boolean;
  audio: string | null;
}

/** The agent's screen. ``revision`` grows with every event of the call. ``speaking`` lists who is speaking now; ``heat`` and ``trend`` as believed, with ``level`` the word for it. */
export interface Desk {
  call: string;
  revision: number;
  at: number;
  header: Header;
  state: "ended" | "live";
  quality: "full" | "late" | "no_interim";
  quality_why: string;
  speaking: Array<"agent" | "customer">;
  heat: number;
  level: "angry" | "calm" | "displeased" | "enraged" | "frustrated";
  trend: number;
  escalation: number;
  points: Array<Point>;
  steps: Array<StepShown>;
  concerns: Array<ConcernShown>;
  promises: Array<PromiseShown>;
  cue: CueShown | null;
  lines: Array<Line>;
  earlier_lines: number;
  brief: string;
  follow_up: string;
}

/** What is known of a call before the first word. ``started`` is ISO 8601 with a zone, or empty if unknown. */
export interface Header {
  call: string;
  started: string;
  company: string;
  agent: Agent;
  customer: Customer;
}

/** Who answers. ``limits``: what they may give, by kind of remedy, with ``currency`` beside the amounts. */
export interface Agent {
  id: string;
  name: string;
  limits: Record<string, unknown>;
}

/** Who calls. ``timezone`` is an IANA name; ``history``, short lines of what is on record. */
export interface Customer {
  ref: string;
  name: string;
  timezone: string;
  history: Array<string>;
}

/** Believed heat at a moment of the call. */
export type Point = [number, number];

/** A step of the process on the track. ``waits_for`` says in a few words what is still missing, if anything. */
export interface StepShown {
  step: string;
  title: string;
  state: "done" | "now" | "open" | "reopened";
  quote: string;
  at: number | null;
}

/** A problem noted so far. */
export interface ConcernShown {
  id: string;
  text: string;
  turn: number;
}

/** A promise heard so far; a draft. */
export interface PromiseShown {
  id: string;
  who: "agent" | "company" | "customer";
  act: string;
  due: string | null;
  due_text: string;
  turn: number;
  quote: string;
}

/** The one cue on the screen. */
export interface CueShown {
  id: string;
  cue: string;
  title: string;
  say: string;
  why: string;
  quote: string;
  offered_at: number;
  until: number;
}

/** One utterance on the screen. ``heat`` for the customer once judged; ``signals`` at or above one half. */
export interface Line {
  turn: number;
  party: "agent" | "customer";
  t0: number;
  t1: number;
  text: string;
  listening: boolean;
  heat: number | null;
  signals: Array<string>;
}

/** The words so far of the speech that ``party`` began at ``t0``. Empty ``text`` takes them back. */
export interface Interim {
  type: "interim";
  call: string;
  party: "agent" | "customer";
  t0: number;
  text: string;
}

/** No call is live. ``demo``: the server has a call of its own to play, at ``POST /api/demo/play``. */
export interface Idle {
  type: "idle";
  demo: boolean;
}

/** Something asked for could not be done; ``message`` is for the person at the desk. */
export interface Problem {
  type: "problem";
  message: string;
}

/** The agent uses the cue. Said again after a reconnect, it changes nothing the second time. */
export interface Take {
  type: "take";
  call: string;
  cue: string;
}

/** The agent waves the cue away. Said again after a reconnect, it changes nothing the second time. */
export interface Dismiss {
  type: "dismiss";
  call: string;
  cue: string;
}

export type FromServer = View | Interim | Idle | Problem;

export type FromPage = Take | Dismiss;
