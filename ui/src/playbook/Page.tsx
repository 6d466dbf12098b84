/** Reading and changing the playbook: its parts, the fields of one, and how that looks on a call. */

import { useEffect, useRef, useState } from "preact/hooks";

import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { useKeyDown } from "../page/keys";
import { Fields } from "./Fields";
import { type Part, partOf, partsOf, touches } from "./parts";
import { Preview } from "./Preview";
import { Problems } from "./Problems";
import type { State, Store } from "./store";
import { Tried } from "./Tried";

const GROUPS = ["The call", "Cues", "Words", "All of it"] as const;

export function Page({ store }: { store: Store }) {
  const state = useHeld(store);
  const [open, setOpen] = useState(location.hash.slice(1) || "about");
  useSaving(store);
  useLeaving(state.changed);
  const go = (id: string) => {
    setOpen(id);
    history.replaceState(null, "", `#${id}`);
  };
  useInSight(open);
  const parts = partsOf(state.content, state.cues);
  const part = parts.find(({ id }) => id === open) ?? parts[0]!;
  const name = typeof state.content.name === "string" ? state.content.name : "";
  return (
    <Shell title="Playbook" rest={name}>
      <Bar store={store} state={state} />
      {state.draft && (
        <main class="playbook">
          <Parts parts={parts} open={part.id} state={state} onOpen={go} />
          <Fields key={part.id} part={part} store={store} state={state} />
          <div class="beside">
            <Preview part={part} state={state} />
            <Problems state={state} onOpen={(path) => go(partOf(parts, path)?.id ?? "file")} />
            <Tried state={state} />
          </div>
        </main>
      )}
    </Shell>
  );
}

function Bar({ store, state }: { store: Store; state: State }) {
  const wrong = state.draft?.errors.length ?? 0;
  const sound = !!state.draft && !wrong && !state.checking;
  return (
    <div class="bar">
      <p class="standing" role="status">
        {state.told || standing(state, wrong)}
      </p>
      <button type="button" disabled={!sound || state.running} onClick={() => void store.tryOut()}>
        {state.running ? "Trying…" : "Try on the last calls"}
      </button>
      <button type="button" disabled={!state.draft} onClick={() => store.download()}>
        Download
      </button>
      <button type="button" class="main" disabled={!sound || !state.savesTo || !state.changed} aria-describedby="saving" onClick={() => void store.save()}>
        Save <kbd>Ctrl S</kbd>
      </button>
      <span id="saving" class="unseen">
        {state.savesTo ? `Saves to ${state.savesTo}` : state.whyNot}
      </span>
    </div>
  );
}

function standing(state: State, wrong: number): string {
  if (!state.draft) return "Reading the playbook…";
  if (state.checking) return "Checking…";
  if (wrong) return wrong === 1 ? "One mistake: nothing can be saved yet." : `${wrong} mistakes: nothing can be saved yet.`;
  if (!state.savesTo) return `Sound. ${state.whyNot}`;
  return state.changed ? `Sound, not saved. Saves to ${state.savesTo}.` : `Sound. ${state.draft.reference}`;
}

function Parts(props: { parts: Part[]; open: string; state: State; onOpen(id: string): void }) {
  return (
    <nav class="card parts" aria-label="Parts of the playbook" onKeyDown={upAndDown}>
      {GROUPS.map((group) => (
        <section key={group}>
          <h2>{group}</h2>
          <ul>
            {props.parts.filter((part) => part.group === group).map((part) => (
              <li key={part.id}>
                <button type="button" aria-current={part.id === props.open ? "true" : undefined} onClick={() => props.onOpen(part.id)}>
                  <span>{part.title}</span>
                  <Mark part={part} state={props.state} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** In words, not in colour alone: what is wrong with a part, or that it was changed here. */
function Mark({ part, state }: { part: Part; state: State }) {
  const about = (path: string[]) => part.fields.some((field) => touches(path, field.path)) || (!!part.cue && part.id.startsWith("cue:") && path[1] === part.cue);
  const errors = state.draft?.errors.filter(({ path }) => about(path)).length ?? 0;
  if (errors) return <span class="tag wrong">{errors} wrong</span>;
  if (part.id.startsWith("cue:") && !isThere(state, part.cue!)) return <span class="tag">left out</span>;
  return state.draft?.own.some(about) ? <span class="tag">own</span> : null;
}

function isThere(state: State, cue: string): boolean {
  const cues = state.content.cues as Record<string, unknown> | undefined;
  return !!cues && cue in cues;
}

function upAndDown(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** In one column the fields are far from the list: what was chosen comes into sight. */
function useInSight(open: string): void {
  const before = useRef(open);
  useEffect(() => {
    const fields = document.querySelector(".part");
    if (before.current === open || !fields) return;
    before.current = open;
    const { top } = fields.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) fields.scrollIntoView();
  }, [open]);
}

function useSaving(store: Store): void {
  useKeyDown((event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void store.save();
  });
}

/** Nobody loses a draft by a slip. */
function useLeaving(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const leaving = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", leaving);
    return () => removeEventListener("beforeunload", leaving);
  }, [changed]);
}
