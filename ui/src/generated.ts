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
  help: "asked" | "declined" | "none" | "seen";
  limits_raised: Array<LimitShown>;
  break_minutes: number;
  cues: CuesShown;
  ladder: LadderShown | null;
  pause: PauseShown | null;
  told: Array<ToldShown>;
}

export interface Header {
  call: string;
  started: string;
  company: string;
  team: string;
  queue: string;
  agent: Agent;
  customer: Customer;
}

export interface Agent {
  id: string;
  name: string;
  role: string;
  level: "expert" | "new" | "practised";
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
  state: "done" | "late" | "now" | "open" | "reopened" | "skipped";
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

export interface LimitShown {
  kind: string;
  amount: number | null;
}

export interface CuesShown {
  on: boolean;
  level: "expert" | "new" | "practised";
  offered: number;
  levels: Array<LevelShown>;
}

export interface LevelShown {
  level: "expert" | "new" | "practised";
  most: number;
}

export interface LadderShown {
  rungs: Array<string>;
  given: number;
  acts: number;
  act_at: number | null;
  quote: string;
  due_until: number | null;
  warned_at: number | null;
  calm_until: number | null;
  ending: string;
  supervisor: boolean;
}

export interface PauseShown {
  kind: "hold" | "silence";
  since: number;
  long_at: number;
}

export interface ToldShown {
  topic: string;
  quote: string;
  turn: number;
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

export interface Help {
  type: "help";
  call: string;
}

export interface Switch {
  type: "switch";
  call: string;
  on: boolean;
}

export interface Level {
  type: "level";
  call: string;
  level: "expert" | "new" | "practised";
}

export interface Supervisor {
  type: "supervisor";
  revision: number;
  board: Board;
}

export interface Board {
  needed: Array<CallShown>;
  calm: Array<CallShown>;
  over: Array<CallShown>;
  judged: Array<KindJudged>;
}

export interface CallShown {
  call: string;
  revision: number;
  now: number;
  running: boolean;
  state: "ended" | "live";
  company: string;
  agent: string;
  customer: string;
  heat: number;
  level: "angry" | "calm" | "displeased" | "enraged" | "frustrated";
  trend: number;
  points: Array<Point>;
  problem: string;
  alert: AlertShown | null;
  past: Array<AlertShown>;
  limits: Record<string, unknown>;
  raised: Array<LimitShown>;
  break_minutes: number;
}

export interface AlertShown {
  id: string;
  alert: "abuse" | "angry_for_long" | "asks_supervisor" | "escalating" | "help_asked" | "threat_harm";
  title: string;
  why: string;
  turn: number;
  quote: string;
  raised_at: number;
  cleared: "" | "better" | "call_ended" | "handled" | "outweighed";
  useful: boolean | null;
}

export interface KindJudged {
  alert: "abuse" | "angry_for_long" | "asks_supervisor" | "escalating" | "help_asked" | "threat_harm";
  title: string;
  useful: number;
  not_useful: number;
  bar: number;
}

export interface Judge {
  type: "judge";
  call: string;
  alert: string;
  useful: boolean;
}

export interface Limit {
  type: "limit";
  call: string;
  kind: string;
  amount: number | null;
}

export interface Break {
  type: "break";
  call: string;
  minutes: number;
}

export interface Confirm {
  type: "confirm";
  edition: number;
  by: string;
  promise: string;
  act: string;
  due: string | null;
  due_text: string;
}

export interface Drop {
  type: "drop";
  edition: number;
  by: string;
  promise: string;
}

export interface Approve {
  type: "approve";
  edition: number;
  by: string;
  text: string;
}

export interface DisputeStep {
  type: "dispute";
  edition: number;
  by: string;
  step: "apologise" | "ask" | "close" | "commit" | "empathise" | "explain" | "greet" | "listen" | "resolve" | "restate";
  words: string;
}

export interface Sign {
  type: "sign";
  edition: number;
  by: string;
}

export interface GrantBreak {
  type: "grant_break";
  edition: number;
  by: string;
  minutes: number;
}

export interface TakeBreak {
  type: "take_break";
  edition: number;
  by: string;
}

export interface WrapUpView {
  call: string;
  edition: number;
  header: Header;
  state: "ended" | "live";
  at: number;
  brief: string;
  promises: Array<DraftShown>;
  draft: string;
  own_brief: string;
  own_draft: string;
  reworded_by: string;
  text: string;
  approved_by: string;
  stale: boolean;
  scorecard: Array<StepScored>;
  signed_by: string;
  heat: HeatFall;
  abuse: Array<HappenedShown>;
  break_minutes: number;
  break_by: string;
  break_taken: boolean;
  audio: string | null;
}

export interface DraftShown {
  id: string;
  who: "agent" | "company" | "customer";
  verdict: "confirmed" | "draft" | "dropped";
  act: string;
  due: string | null;
  due_text: string;
  says: string;
  edited: boolean;
  by: string;
  heard_act: string;
  beyond: boolean;
  turn: number;
  at: number;
  quote: string;
}

export interface StepScored {
  step: string;
  title: string;
  state: "done" | "late" | "not_enough_evidence" | "open" | "skipped";
  quote: string;
  turn: number | null;
  at: number | null;
  answer: string;
  dispute: string;
  disputed_by: string;
}

export interface HeatFall {
  points: Array<Point>;
  peak: number;
  peak_at: number;
  peak_level: "angry" | "calm" | "displeased" | "enraged" | "frustrated";
  end: number;
  end_level: "angry" | "calm" | "displeased" | "enraged" | "frustrated";
  fall: number;
  judged: boolean;
}

export interface HappenedShown {
  what: "apologises" | "personal_attack" | "profanity" | "sets_boundary" | "threat_harm";
  quote: string;
  turn: number;
  at: number;
}

export interface CallInList {
  id: string;
  header: Header;
  revision: number;
  ended: boolean;
  opened: string;
  problem: string;
  peak: number | null;
  peak_level: "angry" | "calm" | "displeased" | "enraged" | "frustrated" | null;
  end: number | null;
  end_level: "angry" | "calm" | "displeased" | "enraged" | "frustrated" | null;
}

export interface Opened {
  draft: Draft;
  seen: string;
  saves_to: string;
  why_not: string;
}

export interface Draft {
  text: string;
  reference: string;
  errors: Array<Told>;
  warnings: Array<Told>;
  content: Record<string, unknown> | null;
  own: Array<Array<string>>;
  cards: Array<Card>;
  rungs: Array<string>;
}

export interface Told {
  path: Array<string>;
  problem: string;
  file: string;
  line: number;
}

export interface Card {
  cue: string;
  title: string;
  why: string;
  says: Array<string>;
}

export interface Saved {
  reference: string;
  seen: string;
  in_force: boolean;
}

export interface DryRun {
  calls: number;
  changed: Array<CallChanged>;
  gained: Record<string, unknown>;
  lost: Record<string, unknown>;
  reworded: Record<string, unknown>;
  offered_before: number;
  offered_after: number;
  left_out: Record<string, unknown>;
}

export interface CallChanged {
  call: string;
  customer: string;
  playbook: string;
  changes: Array<Change>;
}

export interface Change {
  change: "gained" | "lost" | "reworded";
  kind: "alert" | "cue";
  name: string;
  at: number;
  quote: string;
  say: string;
  said_before: string;
}

export interface Checking {
  text: string;
  edits: Array<Edit>;
}

export interface Edit {
  path: Array<string>;
  value: unknown;
  leave_out: boolean;
}

export type FromServer = View | Interim | Idle | Problem;

export type FromPage = Take | Dismiss | Help | Switch | Level;

export type ToSupervisor = Supervisor | Problem;

export type FromSupervisor = Judge | Limit | Break;

export type Wish = Confirm | Drop | Approve | DisputeStep | Sign | GrantBreak | TakeBreak;
