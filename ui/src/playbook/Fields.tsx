/** The fields of one part. What is wrong with a field stands right below it, and is read out with it. */

import type { Flaw } from "../generated";
import { type Field, LEVELS, type Part, at, capital, touches } from "./parts";
import { type State, type Store, keyOf } from "./store";

interface Props {
  part: Part;
  store: Store;
  state: State;
}

export function Fields(props: Props) {
  const { part, store, state } = props;
  return (
    <section class="card part" aria-label={part.title}>
      <div class="head">
        <h2>{part.title}</h2>
        {part.id.startsWith("cue:") && <LeaveOut cue={part.cue!} store={store} state={state} />}
      </div>
      {part.id === "file" ? <File {...props} /> : part.fields.map((field) => <One key={keyOf(field.path)} field={field} store={store} state={state} />)}
    </section>
  );
}

function One({ field, store, state }: { field: Field; store: Store; state: State }) {
  const id = field.path.join("-");
  const errors = about(state.draft?.errors, field);
  const warnings = about(state.draft?.warnings, field);
  const own = state.draft?.own.some((path) => touches(path, field.path)) ?? false;
  const described = [field.hint && `${id}-hint`, (errors.length || warnings.length) && `${id}-told`].filter(Boolean).join(" ");
  return (
    <div class="field" data-kind={field.kind} data-wrong={errors.length > 0}>
      <div class="field-head">
        <label for={id}>{field.label}</label>
        {own && (
          <button type="button" class="quiet" aria-label={`${field.label}: as inherited`} onClick={() => store.inherit(field.path)}>
            As inherited
          </button>
        )}
      </div>
      <Control id={id} field={field} store={store} wrong={errors.length > 0} described={described} />
      {field.hint && <p class="hint" id={`${id}-hint`}>{field.hint}</p>}
      <div id={`${id}-told`} aria-live="polite">
        {errors.map((told) => <p class="told wrong" key={told.problem}><strong>Wrong:</strong> {which(told, field)}{told.problem}</p>)}
        {warnings.map((told) => <p class="told" key={told.problem}><strong>Look again:</strong> {which(told, field)}{told.problem}</p>)}
      </div>
    </div>
  );
}

function about(all: Flaw[] | undefined, field: Field): Flaw[] {
  return (all ?? []).filter(({ path }) => touches(path, field.path));
}

/** Of several lines, the one that is meant. */
function which(told: Flaw, field: Field): string {
  const place = told.path[field.path.length];
  return field.kind === "lines" && place !== undefined && /^\d+$/.test(place) ? `line ${Number(place) + 1}: ` : "";
}

function Control(props: { id: string; field: Field; store: Store; wrong: boolean; described: string }) {
  const { field, store } = props;
  const value = store.shown(field);
  const common = { id: props.id, "aria-invalid": props.wrong, ...(props.described ? { "aria-describedby": props.described } : {}) };
  const typed = (event: Event) => store.type(field, (event.currentTarget as HTMLInputElement).value);
  switch (field.kind) {
    case "lines":
    case "pairs":
      return <textarea {...common} rows={Math.min(18, Math.max(2, rows(value)))} value={value} onInput={typed} />;
    case "level":
      return (
        <select {...common} value={value || "calm"} onChange={typed}>
          {LEVELS.map((level) => <option key={level} value={level}>{capital(level)}</option>)}
        </select>
      );
    case "yes":
      return <input {...common} type="checkbox" checked={value === "true"} onChange={(event) => store.type(field, String(event.currentTarget.checked))} />;
    case "number":
      return <input {...common} type="number" step="any" value={value} onInput={typed} />;
    default:
      return <input {...common} type="text" value={value} onInput={typed} />;
  }
}

/** Lines as they are likely to wrap. */
function rows(value: string): number {
  return value.split("\n").reduce((count, line) => count + Math.max(1, Math.ceil(line.length / 62)), 0);
}

function LeaveOut({ cue, store, state }: { cue: string; store: Store; state: State }) {
  const there = at(state.content, ["cues", cue]) !== undefined;
  return there ? (
    <button type="button" class="quiet" onClick={() => store.leaveOut(["cues", cue])}>Leave this cue out</button>
  ) : (
    <button type="button" onClick={() => store.inherit(["cues", cue])}>Bring it back</button>
  );
}

function File({ part, store, state }: Props) {
  return (
    <div class="field">
      <label for="file">What this playbook says itself (YAML). What it does not say stands as in the one that it extends.</label>
      <textarea id="file" class="file" spellcheck={false} rows={24} value={state.draft?.text ?? ""} onInput={(event) => store.write(event.currentTarget.value)} aria-label={part.title} />
    </div>
  );
}
