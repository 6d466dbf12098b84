/** What a playbook consists of, as the page lists it: parts, their fields, and how a field is written. Pure. */

export type Path = string[];
export type Kind = "text" | "number" | "lines" | "level" | "yes" | "pairs";

export interface Field {
  path: Path;
  label: string;
  kind: Kind;
  /** What it means, where the label does not say it. */
  hint?: string;
}

export interface Part {
  id: string;
  title: string;
  /** What stands in the list above this part. */
  group: "The call" | "Cues" | "Words" | "All of it";
  fields: Field[];
  /** The cue whose card shows beside it. */
  cue?: string;
}

export type Content = Record<string, unknown>;

export const LEVELS = ["calm", "displeased", "frustrated", "angry", "enraged"];

export function at(content: unknown, path: Path): unknown {
  return path.reduce<unknown>((held, name) => (isMap(held) ? held[name] : undefined), content);
}

export function isMap(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const plain = (path: Path, label: string, kind: Kind, hint?: string): Field => ({ path, label, kind, ...(hint ? { hint } : {}) });

/** The parts of a playbook with this content; ``cues``: all that there ever were, for those left out since. */
export function partsOf(content: Content, cues: string[]): Part[] {
  return [
    { id: "about", title: "Name", group: "The call", fields: ABOUT },
    { id: "heat", title: "Heat", group: "The call", fields: HEAT },
    { id: "budget", title: "How many cues", group: "The call", fields: BUDGET },
    { id: "limits", title: "Limits by role", group: "The call", fields: limits(content) },
    ...cues.map((cue) => cuePart(content, cue)),
    { id: "ladder", title: "The abuse ladder", group: "Words", fields: LADDER, cue: "set_a_boundary" },
    { id: "alerts", title: "Alerts to the supervisor", group: "Words", fields: alerts(content) },
    { id: "feelings", title: "Feelings", group: "Words", fields: feelings(content), cue: "name_the_feeling" },
    { id: "plain", title: "Words of the trade", group: "Words", fields: PLAIN, cue: "plain_words" },
    { id: "after", title: "After the call", group: "Words", fields: [...texts(content, "brief"), ...texts(content, "follow_up")] },
    { id: "file", title: "The file itself", group: "All of it", fields: [] },
  ];
}

const ABOUT: Field[] = [
  plain(["name"], "Name", "text", "What calls are said to have run under."),
  plain(["title"], "Title", "text"),
  plain(["language"], "Language of the words", "text", "en, or es for Spanish. Calls are heard in English all the same."),
  plain(["heard_at"], "Heard from this probability on", "number"),
];

const HEAT: Field[] = [
  plain(["heat", "rise"], "Rise", "number", "Share of the gap that one hotter utterance closes."),
  plain(["heat", "fall"], "Fall", "number", "Share of the gap that one cooler utterance closes."),
  plain(["heat", "jump"], "Jump", "number", "A rise of this much after an argument opens the feeling again."),
  ...LEVELS.slice(1).map((level) => plain(["heat", "levels", level], `${capital(level)} from`, "number")),
];

const BUDGET: Field[] = [
  plain(["budget", "cues_per_call"], "Cues a call, at most", "number"),
  plain(["budget", "gap_seconds"], "Quiet after a cue (s)", "number"),
  plain(["budget", "dismissals"], "Not again after so many dismissals", "number"),
  ...["new", "practised", "expert"].flatMap((level) => [
    plain(["levels", level, "cues_per_call"], `${capital(level)} agent: cues a call`, "number"),
    plain(["levels", level, "least_priority"], `${capital(level)} agent: from this priority on`, "number"),
  ]),
];

const LADDER: Field[] = [
  plain(["ladder", "rungs"], "Warnings, in order, word for word", "lines", "One a line."),
  plain(["ladder", "sure_at"], "How sure it must be abuse", "number"),
  plain(["ladder", "cooling_seconds"], "Time to calm down after a warning (s)", "number"),
];

const PLAIN: Field[] = [
  plain(["words", "plain"], "Words of the trade, and plain words for each", "pairs", "One a line: the term = plain words."),
];

function limits(content: Content): Field[] {
  const roles = Object.keys((content.limits as Content | undefined) ?? {});
  return [...new Set([...roles, "agent", "senior", "supervisor"])].map((role) =>
    plain(["limits", role], capital(role), "pairs", "One a line: refund = 50, replacement = yes, currency = USD."),
  );
}

function alerts(content: Content): Field[] {
  const kinds = Object.keys((at(content, ["alerts", "kinds"]) as Content | undefined) ?? {});
  return [
    plain(["alerts", "most"], "Alerts a call, at most", "number"),
    plain(["alerts", "calm"], "Gone after so many calmer utterances", "number"),
    ...kinds.flatMap((kind) => [
      plain(["alerts", "kinds", kind, "why"], `${capital(spoken(kind))}: the reason`, "lines", "One variant a line; the call fills the {slots}."),
      plain(["alerts", "kinds", kind, "sure"], `${capital(spoken(kind))}: how sure`, "number"),
      plain(["alerts", "kinds", kind, "after"], `${capital(spoken(kind))}: how much of it`, "number"),
    ]),
  ];
}

function feelings(content: Content): Field[] {
  const known = (list: string) => Object.keys((at(content, ["words", list]) as Content | undefined) ?? {});
  return [
    ...known("feelings").map((level) => plain(["words", "feelings", level], `It is … (${level})`, "lines", "One a line.")),
    ...known("felt").map((level) => plain(["words", "felt", level], `They are … (${level})`, "lines", "One a line.")),
  ];
}

function texts(content: Content, which: "brief" | "follow_up"): Field[] {
  const title = which === "brief" ? "Brief" : "Follow-up";
  const lines = Object.keys((at(content, ["words", which]) as Content | undefined) ?? {});
  return lines.map((line) => plain(["words", which, line], `${title}: ${spoken(line)}`, "text"));
}

function cuePart(content: Content, cue: string): Part {
  const field = (name: string, label: string, kind: Kind, hint?: string) => plain(["cues", cue, name], label, kind, hint);
  const title = at(content, ["cues", cue, "title"]);
  return {
    id: `cue:${cue}`,
    title: typeof title === "string" && title ? title : capital(spoken(cue)),
    group: "Cues",
    cue,
    fields: [
      field("title", "Title", "text"),
      field("why", "Why", "text", "The reason, in one sentence to the agent."),
      field("say", "Words to say", "lines", "One variant a line; the call fills the {slots}."),
      field("heat", "From this heat on", "level"),
      field("priority", "Priority", "number"),
      field("life", "Fit to be said for (s)", "number"),
      field("patience", "May wait for its moment (s)", "number"),
      field("grace", "The agent's own chance first (s)", "number"),
      field("cool_down", "Not again within (s)", "number"),
      field("most", "Times a call, at most", "number"),
      field("urgent", "Takes the place of any other", "yes"),
    ],
  };
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function spoken(name: string): string {
  return name.replaceAll("_", " ");
}

// --- how a value is written in a field, and read from one ------------------------------------------------------------

export function written(value: unknown, kind: Kind): string {
  if (value === undefined || value === null) return "";
  if (kind === "lines") return Array.isArray(value) ? value.join("\n") : String(value);
  if (kind === "pairs") return isMap(value) ? Object.entries(value).map(([name, held]) => `${name} = ${said(held)}`).join("\n") : "";
  return String(value);
}

const said = (value: unknown) => (value === true ? "yes" : value === false ? "no" : String(value));

/** What was typed, as the playbook holds it; null for nothing, so that what was inherited holds. */
export function readField(typed: string, kind: Kind): unknown {
  const text = typed.trim();
  if (!text) return null;
  switch (kind) {
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "yes":
      return text === "true";
    case "lines":
      return text.split("\n").map((line) => line.trim()).filter(Boolean);
    case "pairs":
      return pairs(text);
    default:
      return text;
  }
}

function pairs(text: string): Content {
  const held: Content = {};
  for (const line of text.split("\n")) {
    const cut = line.indexOf("=");
    const [name, value] = cut < 0 ? [line, ""] : [line.slice(0, cut), line.slice(cut + 1)];
    if (name.trim()) held[name.trim()] = amount(value.trim());
  }
  return held;
}

function amount(text: string): unknown {
  if (text === "yes" || text === "no") return text === "yes";
  return text && Number.isFinite(Number(text)) ? Number(text) : text;
}

export interface Change {
  path: Path;
  value: unknown;
  leave_out: boolean;
}

/** What to change in the file for a field: for pairs, only those that differ, one by one. */
export function changes(field: Field, before: unknown, typed: string): Change[] {
  const value = readField(typed, field.kind);
  if (field.kind !== "pairs" || !isMap(before) || !isMap(value)) return [{ path: field.path, value, leave_out: false }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(value)])];
  return names
    .filter((name) => before[name] !== value[name])
    .map((name) => ({ path: [...field.path, name], value: value[name] ?? null, leave_out: !(name in value) }));
}

/** Whether what is told is about this part or field: its path begins with the other's, or the other way round. */
export function touches(told: Path, path: Path): boolean {
  return path.every((name, place) => told[place] === name);
}

export function partOf(parts: Part[], told: Path): Part | undefined {
  return parts.find((part) => part.fields.some((field) => touches(told, field.path))) ?? parts.find((part) => part.cue === told[1] && told[0] === "cues");
}
