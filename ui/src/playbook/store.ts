/** The draft between the page and the server: what was typed is sent a moment later, and the newest answer holds. */

import type { Draft, DryRun, Opened, Saved } from "../generated";
import { Held } from "../page/held";
import { type Change, type Content, type Field, at, changes, written } from "./parts";

const PAUSE_MS = 250;

export interface State {
  draft: Draft | null;
  /** The last content that could be read: a draft with a mistake may have none. */
  content: Content;
  cues: string[];
  /** What stands in fields that were typed in, by path. */
  typed: Record<string, string>;
  checking: boolean;
  seen: string;
  savesTo: string;
  whyNot: string;
  /** Whether anything differs from what the file holds. */
  changed: boolean;
  told: string;
  run: DryRun | null;
  running: boolean;
}

const EMPTY: State = {
  draft: null, content: {}, cues: [], typed: {}, checking: false, seen: "", savesTo: "", whyNot: "", changed: false, told: "",
  run: null, running: false,
};

export const keyOf = (path: string[]) => JSON.stringify(path);

export class Store extends Held<State> {
  private text = "";
  private edits = new Map<string, Change>();
  private timer = 0;
  private busy = false;

  constructor() {
    super(EMPTY);
  }

  async load(): Promise<void> {
    const opened = await this.ask<Opened>("/api/playbook");
    if (!opened) return;
    this.text = opened.draft.text;
    this.take(opened.draft);
    this.become({ seen: opened.seen, savesTo: opened.saves_to, whyNot: opened.why_not, changed: false });
  }

  /** The text of a field, as typed or as it holds. */
  shown(field: Field): string {
    return this.state.typed[keyOf(field.path)] ?? written(at(this.state.content, field.path), field.kind);
  }

  type(field: Field, typed: string): void {
    this.become({ typed: { ...this.state.typed, [keyOf(field.path)]: typed } });
    this.change(changes(field, at(this.state.content, field.path), typed));
  }

  /** Take the draft's own word away: what it extends holds again. */
  inherit(path: string[]): void {
    const typed = Object.fromEntries(Object.entries(this.state.typed).filter(([key]) => !within(JSON.parse(key) as string[], path)));
    this.become({ typed });
    this.change([{ path, value: null, leave_out: false }]);
  }

  leaveOut(path: string[]): void {
    this.change([{ path, value: null, leave_out: true }]);
  }

  write(text: string): void {
    this.text = text;
    this.edits.clear();
    this.become({ typed: {}, changed: true, draft: this.state.draft && { ...this.state.draft, text } });
    this.soon();
  }

  private change(edits: Change[]): void {
    for (const edit of edits) this.edits.set(keyOf(edit.path), edit);
    this.become({ changed: true });
    this.soon();
  }

  private soon(): void {
    this.become({ checking: true, told: "" });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(), PAUSE_MS);
  }

  private async check(): Promise<void> {
    if (this.busy) return this.soon();
    this.busy = true;
    const [text, sent] = [this.text, [...this.edits]];
    const draft = await this.ask<Draft>("/api/playbook/check", { text, edits: sent.map(([, edit]) => edit) });
    this.busy = false;
    if (!draft) return this.become({ checking: false });
    if (text !== this.text) return this.soon(); // written over in the meantime
    this.text = draft.text;
    for (const [key, edit] of sent) if (this.edits.get(key) === edit) this.edits.delete(key);
    if (this.edits.size) return this.soon();
    this.take(draft);
    this.become({ checking: false });
  }

  private take(draft: Draft): void {
    const content = draft.content ?? this.state.content;
    const cues = [...new Set([...this.state.cues, ...Object.keys((content.cues as Content | undefined) ?? {})])];
    this.become({ draft, content, cues });
  }

  async tryOut(): Promise<void> {
    this.become({ running: true, told: "" });
    const run = await this.ask<DryRun>("/api/playbook/try", { text: this.text, calls: 20 });
    this.become({ running: false, run });
  }

  async save(): Promise<void> {
    const { draft, checking, savesTo, seen } = this.state;
    if (!draft || checking || !savesTo || draft.errors.length) return;
    const saved = await this.ask<Saved>("/api/playbook/save", { text: this.text, seen });
    if (!saved) return;
    const force = saved.in_force ? "New calls run under it; calls under way keep theirs." : "No setting names it yet, so no call runs under it.";
    this.become({ seen: saved.seen, changed: false, typed: {}, told: `Saved as ${saved.reference}. ${force}` });
  }

  download(): void {
    const name = typeof this.state.content.name === "string" ? this.state.content.name : "playbook";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
    link.download = `${name}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  private async ask<T>(path: string, body?: unknown): Promise<T | null> {
    try {
      const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      const said = (await answer.json()) as T & { detail?: string };
      if (answer.ok) return said;
      this.become({ told: said.detail ?? `The server answered ${answer.status}.` });
    } catch {
      this.become({ told: "The server does not answer. What you typed is still here; try again in a moment." });
    }
    return null;
  }
}

const within = (path: string[], above: string[]) => above.every((name, place) => path[place] === name);
