/**
 * Notes to oneself, kept in this browser and nowhere else.
 *
 * This folder talks to no server: nothing in it fetches, dials or reports, and a test holds it to that.
 */

export const QUESTIONS = [
  { name: "well", asks: "What went well?" },
  { name: "differently", asks: "What could I do differently?" },
  { name: "prepare", asks: "How can I prepare?" },
] as const;

export type Name = (typeof QUESTIONS)[number]["name"];
export type Note = Record<Name, string>;

export interface Kept {
  /** What is being written. */
  now: Note;
  /** What was put away, newest first, each with the day it was. */
  past: Array<Note & { on: string }>;
}

export const EMPTY: Note = { well: "", differently: "", prepare: "" };
export const MOST_KEPT = 100;
const KEY = "steadyline.regroup";

/** What was kept, as far as it makes sense. */
export function parse(text: string | null): Kept {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null) return { now: EMPTY, past: [] };
    const { now, past } = kept as { now?: unknown; past?: unknown };
    const notes = Array.isArray(past) ? past : [];
    return { now: note(now), past: notes.map((one) => ({ ...note(one), on: word(one, "on") })) };
  } catch {
    return { now: EMPTY, past: [] };
  }
}

function note(kept: unknown): Note {
  return { well: word(kept, "well"), differently: word(kept, "differently"), prepare: word(kept, "prepare") };
}

function word(kept: unknown, name: string): string {
  const value = typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>)[name] : "";
  return typeof value === "string" ? value : "";
}

export function isEmpty(note: Note): boolean {
  return QUESTIONS.every(({ name }) => !note[name].trim());
}

/** What is being written goes to the others; nothing happens where nothing is written. */
export function putAway(kept: Kept, on: string): Kept {
  if (isEmpty(kept.now)) return kept;
  return { now: EMPTY, past: [{ ...kept.now, on }, ...kept.past].slice(0, MOST_KEPT) };
}

export function read(): Kept {
  try {
    return parse(localStorage.getItem(KEY));
  } catch {
    return { now: EMPTY, past: [] };
  }
}

/** False where this browser keeps nothing: then the page says so. */
export function write(kept: Kept): boolean {
  try {
    if (isEmpty(kept.now) && kept.past.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

const IN_S = 4;
const OUT_S = 6;
export const MINUTE_S = 60;

/** Where the breath is `seconds` after the minute began. */
export function breath(seconds: number): "in" | "out" | "done" {
  if (seconds >= MINUTE_S) return "done";
  return seconds % (IN_S + OUT_S) < IN_S ? "in" : "out";
}
