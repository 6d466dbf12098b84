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
  verdict: "confirmed" | "draft" | "dropped";
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
  in_peace: boolean;
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
  draft: string | null;
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

export interface EditPromise {
  type: "edit";
  edition: number;
  by: string;
  act: string;
  kind: "answer" | "call_back" | "message" | "money" | "other" | "repair" | "replacement" | "visit";
  due: string | null;
  due_text: string;
}

export interface PostponePromise {
  type: "postpone";
  edition: number;
  by: string;
  due: string;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached";
  agreed: boolean;
  due_text: string;
  words: string;
}

export interface HandOverPromise {
  type: "hand_over";
  edition: number;
  by: string;
  owner: string;
  team: string;
  note: string;
}

export interface PlanPromise {
  type: "plan";
  edition: number;
  by: string;
  how: string;
}

export interface KeepPromise {
  type: "keep";
  edition: number;
  by: string;
  proof: Proof;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached" | null;
}

export interface Proof {
  kind: "file" | "link" | "message" | "note";
  text: string;
}

export interface BreakPromise {
  type: "break";
  edition: number;
  by: string;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached";
  words: string;
}

export interface WithdrawPromise {
  type: "withdraw";
  edition: number;
  by: string;
  agreed: string;
}

export interface DropPromise {
  type: "drop";
  edition: number;
  by: string;
  why: string;
}

export interface CustomerTold {
  type: "told";
  edition: number;
  by: string;
  what: "broken" | "kept" | "late" | "thanks" | "withdrawn";
  how: string;
  text: string;
}

export interface CustomerAsked {
  type: "asked";
  edition: number;
  by: string;
  how: string;
}

export interface CustomerAnswered {
  type: "answered";
  edition: number;
  by: string;
  right: boolean;
  words: string;
}

export interface ReopenPromise {
  type: "reopen";
  edition: number;
  by: string;
  why: string;
}

export interface Made {
  type: "promise_made";
  at: string;
  by: string;
  revision: number;
  act: string;
  kind: "answer" | "call_back" | "message" | "money" | "other" | "repair" | "replacement" | "visit";
  customer: string;
  customer_name: string;
  timezone: string;
  due: string | null;
  due_text: string;
  owner: string;
  team: string;
  origin: Origin | null;
  confirmed_at: string;
}

export interface Origin {
  call: string;
  draft: string;
  turn: number;
  t0: number;
  t1: number;
  quote: string;
}

export interface Edited {
  type: "promise_edited";
  at: string;
  by: string;
  revision: number;
  act: string;
  kind: "answer" | "call_back" | "message" | "money" | "other" | "repair" | "replacement" | "visit";
  due: string | null;
  due_text: string;
}

export interface Postponed {
  type: "promise_postponed";
  at: string;
  by: string;
  revision: number;
  due: string;
  due_text: string;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached";
  agreed: boolean;
  words: string;
}

export interface HandedOver {
  type: "promise_handed_over";
  at: string;
  by: string;
  revision: number;
  owner: string;
  team: string;
  note: string;
}

export interface Planned {
  type: "promise_planned";
  at: string;
  by: string;
  revision: number;
  how: string;
}

export interface Kept {
  type: "promise_kept";
  at: string;
  by: string;
  revision: number;
  proof: Proof;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached" | null;
}

export interface Broke {
  type: "promise_broken";
  at: string;
  by: string;
  revision: number;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached";
  words: string;
}

export interface Withdrawn {
  type: "promise_withdrawn";
  at: string;
  by: string;
  revision: number;
  agreed: string;
}

export interface Dropped {
  type: "promise_dropped";
  at: string;
  by: string;
  revision: number;
  why: string;
}

export interface Told {
  type: "promise_told";
  at: string;
  by: string;
  revision: number;
  what: "broken" | "kept" | "late" | "thanks" | "withdrawn";
  how: string;
  text: string;
}

export interface Asked {
  type: "promise_asked";
  at: string;
  by: string;
  revision: number;
  how: string;
  text: string;
}

export interface Answered {
  type: "promise_answered";
  at: string;
  by: string;
  revision: number;
  right: boolean;
  words: string;
}

export interface Reopened {
  type: "promise_reopened";
  at: string;
  by: string;
  revision: number;
  why: string;
}

export interface Reminded {
  type: "promise_reminded";
  at: string;
  by: string;
  revision: number;
  stage: "halfway" | "named_person" | "soon" | "tell_customer";
  to: string;
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
  ledger: string;
  on_ledger: "" | "broken" | "dropped" | "kept" | "open" | "withdrawn";
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
  held: string;
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
  errors: Array<Flaw>;
  warnings: Array<Flaw>;
  content: Record<string, unknown> | null;
  own: Array<Array<string>>;
  cards: Array<Card>;
  rungs: Array<string>;
}

export interface Flaw {
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
  gained: Record<string, number>;
  lost: Record<string, number>;
  reworded: Record<string, number>;
  offered_before: number;
  offered_after: number;
  left_out: Record<string, string>;
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

export interface Overview {
  now: string;
  day_ends: string;
  late: Array<PromiseOnLedger>;
  today: Array<PromiseOnLedger>;
  at_risk: Array<PromiseOnLedger>;
  rest: Array<PromiseOnLedger>;
  late_count: number;
  today_count: number;
  open_count: number;
  after: string;
  strangers: Array<"owner" | "team">;
}

export interface PromiseOnLedger {
  id: string;
  edition: number;
  state: "broken" | "dropped" | "kept" | "open" | "withdrawn";
  act: string;
  kind: "answer" | "call_back" | "message" | "money" | "other" | "repair" | "replacement" | "visit";
  customer: string;
  customer_name: string;
  timezone: string;
  due: string | null;
  due_text: string;
  first_due: string | null;
  answers_to: string | null;
  owner: string;
  team: string;
  origin: Origin | null;
  made_at: string;
  made_by: string;
  given_at: string;
  how: string;
  proof: Proof | null;
  cause: "capacity" | "customer" | "estimate" | "missed" | "other" | "other_team" | "stock" | "supplier" | "system" | "unreached" | null;
  cause_words: string;
  agreed: string;
  settled_at: string | null;
  postponed: number;
  reopened: number;
  reminded: Array<"halfway" | "named_person" | "soon" | "tell_customer">;
  told_late: boolean;
  told: Record<string, string>;
  asked_at: string | null;
  right: boolean | null;
  answer: string;
  taken: number;
  standing: "" | "at_risk" | "late";
  risk_at: string | null;
  kept_on_time: boolean | null;
  may: Array<string>;
}

export interface PromisesPage {
  now: string;
  promises: Array<PromiseOnLedger>;
  after: string;
  strangers: Array<"owner" | "team">;
}

export interface OnePromise {
  promise: PromiseOnLedger;
  history: Array<Made | Edited | Postponed | HandedOver | Planned | Kept | Broke | Withdrawn | Dropped | Told | Asked | Answered | Reopened | Reminded>;
  clip: Clip | null;
}

export interface Clip {
  audio: string;
  t0: number;
  t1: number;
}

export interface Spoken {
  party: "agent" | "customer";
  text: string;
}

export interface CustomerStory {
  now: string;
  customer: string;
  name: string;
  timezone: string;
  history: Array<string>;
  promises: Array<PromiseOnLedger>;
  calls: Array<CallInStory>;
}

export interface CallInStory {
  id: string;
  held: string;
  ended: boolean;
  agent: string;
  problem: string;
  peak_level: string | null;
  end_level: string | null;
}

export interface FiguresShown {
  since: string;
  until: string;
  kept_on_time: number | null;
  counted: number;
  figures: Figures;
  strangers: Array<"owner" | "team">;
}

export interface Figures {
  all: Tally;
  by_kind: Record<string, Tally>;
  by_cause: Record<string, Tally>;
  by_week: Record<string, Tally>;
  by_owner: Record<string, Tally>;
  median_minutes: number | null;
  median_late_minutes: number | null;
  median_minutes_by_kind: Record<string, number>;
}

export interface Tally {
  on_time: number;
  late: number;
  overdue: number;
  broken: number;
  withdrawn: number;
}

export interface MakePromise {
  act: string;
  by: string;
  kind: "answer" | "call_back" | "message" | "money" | "other" | "repair" | "replacement" | "visit" | null;
  customer: string;
  customer_name: string;
  timezone: string;
  due: string | null;
  due_text: string;
  owner: string;
  team: string;
}

export interface NotDone {
  message: string;
  promise: PromiseOnLedger | null;
  field: string;
}

export interface LetterDraft {
  occasion: "asked" | "broken" | "kept" | "late" | "thanks" | "withdrawn";
  subject: string;
  text: string;
  edition: number;
  ways: Array<LetterWay>;
}

export interface LetterWay {
  id: string;
  name: string;
  kind: string;
  address: boolean;
}

export interface SendLetter {
  occasion: "asked" | "broken" | "kept" | "late" | "thanks" | "withdrawn";
  subject: string;
  text: string;
  destination: string;
  by: string;
  to: Array<string>;
  edition: number;
}

export interface LetterSent {
  delivery: string;
  state: "lapsed" | "parked" | "sent" | "waiting";
  already: string;
}

export interface OutgoingShown {
  now: string;
  why_not: string;
  trouble: string;
  destinations: Array<DestinationShown>;
  ways: Array<Way>;
  reminders: Array<string>;
  news: Array<string>;
  letters: Array<string>;
  changes: Array<ChangeShown>;
  calendars: Array<Feed>;
  site: string;
}

export interface DestinationShown {
  destination: Destination;
  problem: string;
  parked: number;
  waiting: number;
  last: DeliveryShown | null;
}

export interface Destination {
  id: string;
  kind: string;
  name: string;
  options: Record<string, unknown>;
  secrets: Record<string, string>;
  wants: Array<string>;
}

export interface DeliveryShown {
  id: string;
  kind: string;
  destination: string;
  name: string;
  promise: string;
  to: Array<string>;
  subject: string;
  text: string;
  by: string;
  state: "lapsed" | "parked" | "sent" | "waiting";
  made_at: string;
  next_at: string;
  settled_at: string;
  attempts: number;
  why: string;
  reference: string;
  refused: Record<string, string>;
  changed: string;
  edition: number;
}

export interface Way {
  kind: string;
  help: string;
  options: Array<Option>;
}

export interface Option {
  name: string;
  takes: "choice" | "number" | "reference" | "text" | "yes_or_no";
  choices: Array<string>;
  default: string | number | boolean | null;
  help: string;
  required: boolean;
}

export interface ChangeShown {
  at: string;
  by: string;
  id: string;
  name: string;
  what: "added" | "changed" | "removed";
  fields: Array<FieldChanged>;
}

export interface FieldChanged {
  field: string;
  before: string;
  after: string;
}

export interface Feed {
  id: string;
  owner: string;
  team: string;
  form: "event" | "todo";
  made_at: string;
  made_by: string;
  revoked_at: string | null;
}

export interface DeliveriesPage {
  now: string;
  deliveries: Array<DeliveryShown>;
  after: string;
}

export interface SaveDestination {
  destination: Destination;
  seen: Destination | null;
  by: string;
}

export interface RemoveDestination {
  seen: Destination;
  by: string;
}

export interface TryDestination {
  destination: Destination;
  to: Array<string>;
  by: string;
}

export interface Tried {
  outcome: "never" | "not_now" | "partly" | "sent";
  reference: string;
  refused: Record<string, string>;
  later: Record<string, string>;
  why: string;
  retry_after: number | null;
}

export interface Rehearsed {
  text: string;
}

export interface SendAgain {
  by: string;
  to: Array<string> | null;
  read: number;
}

export interface LetBe {
  by: string;
}

export interface SendAllAgain {
  by: string;
  destination: string;
  promise: string;
  after: string;
}

export interface AllSentAgain {
  again: number;
  lapsed: number;
  stay: number;
  after: string;
}

export interface MakeCalendar {
  owner: string;
  team: string;
  form: "event" | "todo";
  by: string;
}

export interface CalendarMade {
  calendar: Feed;
  path: string;
}

export type FromServer = View | Interim | Idle | Problem;

export type FromPage = Take | Dismiss | Help | Switch | Level;

export type ToSupervisor = Supervisor | Problem;

export type FromSupervisor = Judge | Limit | Break;

export type Wish = Confirm | Drop | Approve | DisputeStep | Sign | GrantBreak | TakeBreak;

export type PromiseWish = EditPromise | PostponePromise | HandOverPromise | PlanPromise | KeepPromise | BreakPromise | WithdrawPromise | DropPromise | CustomerTold | CustomerAsked | CustomerAnswered | ReopenPromise;

export type PromiseChange = Made | Edited | Postponed | HandedOver | Planned | Kept | Broke | Withdrawn | Dropped | Told | Asked | Answered | Reopened | Reminded;
