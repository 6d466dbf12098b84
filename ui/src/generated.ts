// Written by `python -m steadyline.web.schema typescript` from the structs in Python, where each is explained.

export interface View {
  type: "view";
  view: Desk;
  now: number;
  running: boolean;
  audio: string | null;
}

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

export interface Header {
  call: string;
  started: string;
  company: string;
  agent: Agent;
  customer: Customer;
}

export interface Agent {
  id: string;
  name: string;
  limits: Record<string, unknown>;
}

export interface Customer {
  ref: string;
  name: string;
  timezone: string;
  history: Array<string>;
}

export type Point = [number, number];

export interface StepShown {
  step: string;
  title: string;
  state: "done" | "now" | "open" | "reopened";
  quote: string;
  at: number | null;
}

export interface ConcernShown {
  id: string;
  text: string;
  turn: number;
}

export interface PromiseShown {
  id: string;
  who: "agent" | "company" | "customer";
  act: string;
  due: string | null;
  due_text: string;
  turn: number;
  quote: string;
}

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

export interface Interim {
  type: "interim";
  call: string;
  party: "agent" | "customer";
  t0: number;
  text: string;
}

export interface Idle {
  type: "idle";
  demo: boolean;
}

export interface Problem {
  type: "problem";
  message: string;
}

export interface Take {
  type: "take";
  call: string;
  cue: string;
}

export interface Dismiss {
  type: "dismiss";
  call: string;
  cue: string;
}

export type FromServer = View | Interim | Idle | Problem;

export type FromPage = Take | Dismiss;
