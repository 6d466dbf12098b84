/** The form of one destination, drawn from what its kind says can be set. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Destination, Option, OutgoingShown } from "../generated";
import { useKeyDown } from "../page/keys";
import { Help } from "./Help";
import { Trial } from "./Trial";
import { type Draft, type Kept, PREFIX, REACH_CUSTOMERS, type Where, drawn, fieldOf, fresh, lettersAlone, mistakes, parted, saysMore, toDestination } from "./form";
import type { Store } from "./store";
import { kindName, label, messageName, sentence } from "./words";

interface Props {
  /** None where it is a new one. */
  seen: Destination | null;
  shown: OutgoingShown;
  by: string;
  store: Store;
  onDone(id: string): void;
  onLeave(): void;
}

export function Form({ seen, shown, by, store, onDone, onLeave }: Props) {
  const wayOf = (kind: string) => shown.ways.find((way) => way.kind === kind);
  const [draft, setDraft] = useState<Draft>(() => (seen ? drawn(seen, wayOf(seen.kind)) : fresh(shown.ways[0]!)));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [why, setWhy] = useState("");
  const [trying, setTrying] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asksName] = useState(!by.trim());
  const form = useRef<HTMLFormElement>(null);
  const way = wayOf(draft.kind);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("select, input")?.focus(), []);
  const wrongNames = Object.keys(wrong).join(" ");
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.closest("details")?.setAttribute("open", "");
    first?.focus();
  }, [wrongNames, why]);
  const change = (some: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...some }));
    setWrong({});
    setWhy("");
  };
  const right = () => {
    if (!way) return false;
    const found = mistakes(draft, way);
    setWrong(found);
    return Object.keys(found).length === 0;
  };
  const save = async () => {
    if (busy || !way || !right()) return;
    setBusy(true);
    const outcome = await store.save(toDestination(draft, way), seen);
    setBusy(false);
    if ("answer" in outcome) return onDone(outcome.answer.id);
    const field = fieldOf(outcome.why, way);
    const words = sentence(outcome.why.replace(`${draft.name.trim()}: `, ""));
    if (field) setWrong({ [field]: words });
    else setWhy(words);
  };
  useKeyDown((event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    void save();
  });
  if (!way) return <p class="notice">This server knows no destination of kind {draft.kind}.</p>;
  const { first, more } = parted(way);
  const field = (option: Option) => (
    <OptionField
      key={`${draft.kind} ${option.name}`}
      option={option}
      draft={draft}
      wrong={wrong[option.name] ?? ""}
      onOption={(value) => change({ options: { ...draft.options, [option.name]: value } })}
      onSecret={(value) => change({ secrets: { ...draft.secrets, [option.name]: value } })}
    />
  );
  return (
    <main class="ledger writing">
      <form
        ref={form}
        class="card destination-form"
        noValidate
        aria-labelledby="form-title"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => event.key === "Escape" && onLeave()}
      >
        <h2 id="form-title">{seen ? `Change ${seen.name}` : "A new destination"}</h2>
        <div class="fields">
          <label>
            What it is
            <select value={draft.kind} disabled={seen !== null} onChange={(event) => change({ ...fresh(wayOf(event.currentTarget.value)!), name: draft.name, all: draft.all, wants: draft.wants })}>
              {shown.ways.map(({ kind }) => (
                <option key={kind} value={kind}>
                  {kindName(kind)}
                </option>
              ))}
            </select>
          </label>
          <Text name="name" label="Its name, for people" value={draft.name} wrong={wrong["name"] ?? ""} placeholder="Billing team’s mail" onValue={(name) => change({ name })} />
        </div>
        <p class="hint">{way.help}</p>
        <div class="option-fields">{first.map(field)}</div>
        {more.length > 0 && (
          <details class="more-options" open={saysMore(more, draft)}>
            <summary>More, which can stay as it is</summary>
            <div class="option-fields">{more.map(field)}</div>
          </details>
        )}
        <Wants draft={draft} shown={shown} wrong={wrong["wants"] ?? ""} onChange={change} />
        {asksName && <Text name="by" label="Your name, which stands beside the change" value={by} wrong="" onValue={(name) => store.iAm(name)} />}
        <p class="told wrong" role="alert">
          {why}
        </p>
        <div class="answer">
          <button type="submit" class="main" disabled={busy}>
            Save <kbd>Ctrl S</kbd>
          </button>
          <button type="button" onClick={() => right() && setTrying(true)}>
            Try it first
          </button>
          <button type="button" onClick={onLeave}>
            Cancel <kbd>Esc</kbd>
          </button>
        </div>
        <p class="hint">It is saved only if it can be used as it is written. Nothing is sent by saving it.</p>
      </form>
      <aside class="beside-form">
        {trying ? (
          <div class="card">
            <Trial destination={toDestination(draft, way)} store={store} onClose={() => setTrying(false)} />
          </div>
        ) : (
          <AboutSecrets />
        )}
      </aside>
    </main>
  );
}

function AboutSecrets() {
  return (
    <section class="card about" aria-labelledby="about-secrets">
      <h2 id="about-secrets">About secrets</h2>
      <p>Passwords and keys are never written on this page, kept in the database, logged or shown. You say where each one is kept; the server reads it there when it sends.</p>
      <dl>
        <dt>In a variable</dt>
        <dd>
          The server’s environment holds it, under a name that begins with <code>SECRET_</code>. Set it where the server is started, and start it again.
        </dd>
        <dt>In a file</dt>
        <dd>
          A file in the folder of the setting <code>secrets_folder</code> holds it and nothing else. It can be put there while the server runs.
        </dd>
      </dl>
    </section>
  );
}

interface OptionFieldProps {
  option: Option;
  draft: Draft;
  wrong: string;
  onOption(value: string | boolean): void;
  onSecret(value: Kept): void;
}

function OptionField({ option, draft, wrong, onOption, onSecret }: OptionFieldProps) {
  const { name, takes, help, required } = option;
  const value = draft.options[name];
  const named = `${label(name)}${required ? "" : takes === "reference" ? " (secret, if there is one)" : ""}`;
  if (takes === "reference") return <SecretField option={option} label={required ? `${label(name)} (secret)` : named} kept={draft.secrets[name] ?? { where: "", name: "" }} wrong={wrong} onKept={onSecret} />;
  if (takes === "yes_or_no") {
    return (
      <div class="option">
        <label class="tick">
          <input type="checkbox" checked={value === true} aria-describedby={`${name}-help`} onChange={(event) => onOption(event.currentTarget.checked)} />
          {named}
        </label>
        <Under name={name} help={help} wrong={wrong} />
      </div>
    );
  }
  if (takes === "choice") {
    return (
      <div class="option">
        <label>
          {named}
          <select value={String(value ?? "")} aria-describedby={`${name}-help`} onChange={(event) => onOption(event.currentTarget.value)}>
            {option.choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
        <Under name={name} help={help} wrong={wrong} />
      </div>
    );
  }
  return (
    <div class="option">
      <Text name={name} label={named} value={String(value ?? "")} help={help} wrong={wrong} number={takes === "number"} onValue={onOption} />
    </div>
  );
}

const WHERES: Record<Where, string> = { "": "There is none", env: "In a variable", file: "In a file" };

function SecretField({ option, label, kept, wrong, onKept }: { option: Option; label: string; kept: Kept; wrong: string; onKept(kept: Kept): void }) {
  const wheres = (Object.keys(WHERES) as Where[]).filter((where) => where || !option.required);
  return (
    <fieldset class="option secret">
      <legend>{label}</legend>
      <div class="secret-row">
        <select
          aria-label={`Where it is kept: ${label}`}
          value={kept.where}
          onChange={(event) => {
            const where = event.currentTarget.value as Where;
            onKept({ where, name: where === "env" ? PREFIX : "" });
          }}
        >
          {wheres.map((where) => (
            <option key={where} value={where}>
              {WHERES[where]}
            </option>
          ))}
        </select>
        {kept.where && (
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            aria-label={kept.where === "env" ? `Name of the variable: ${label}` : `Name of the file: ${label}`}
            aria-invalid={wrong ? "true" : undefined}
            aria-describedby={`${option.name}-help`}
            value={kept.name}
            placeholder={kept.where === "env" ? `${PREFIX}MAIL` : "mail-password"}
            onInput={(event) => onKept({ ...kept, name: event.currentTarget.value })}
          />
        )}
      </div>
      <Under name={option.name} help={option.help} wrong={wrong} />
    </fieldset>
  );
}

function Under({ name, help, wrong }: { name: string; help: string; wrong: string }) {
  return (
    <p id={`${name}-help`} class="hint">
      {wrong && <strong class="field-wrong">{wrong} </strong>}
      <Help text={help} />
    </p>
  );
}

interface TextProps {
  name: string;
  label: ComponentChildren;
  value: string;
  wrong: string;
  help?: string;
  number?: boolean;
  placeholder?: string;
  onValue(value: string): void;
}

function Text({ name, label, value, wrong, help, number, placeholder, onValue }: TextProps) {
  return (
    <div>
      <label>
        {label}
        <input
          type="text"
          inputMode={number ? "numeric" : undefined}
          spellcheck={false}
          value={value}
          maxLength={2000}
          placeholder={placeholder}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby={`${name}-help`}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      </label>
      {(help || wrong) && <Under name={name} help={help ?? ""} wrong={wrong} />}
    </div>
  );
}

function Wants({ draft, shown, wrong, onChange }: { draft: Draft; shown: OutgoingShown; wrong: string; onChange(some: Partial<Draft>): void }) {
  const letters = REACH_CUSTOMERS.includes(draft.kind);
  const news = shown.news.filter((kind) => kind.startsWith("promise_"));
  const has = (kinds: readonly string[]) => kinds.every((kind) => draft.wants.includes(kind));
  const put = (kinds: readonly string[], on: boolean) => onChange({ wants: [...draft.wants.filter((kind) => !kinds.includes(kind)), ...(on ? kinds : [])] });
  const tick = (kinds: readonly string[], words: string) => (
    <label class="tick" key={words}>
      <input type="checkbox" checked={has(kinds)} indeterminate={!has(kinds) && kinds.some((kind) => draft.wants.includes(kind))} onChange={(event) => put(kinds, event.currentTarget.checked)} />
      {words}
    </label>
  );
  return (
    <fieldset class="option wants">
      <legend>Which messages go there</legend>
      <label class="tick">
        <input type="radio" name="wants" checked={draft.all} onChange={() => onChange({ all: true })} />
        Every message, and kinds to come
      </label>
      <label class="tick">
        <input type="radio" name="wants" checked={!draft.all} aria-invalid={wrong ? "true" : undefined} onChange={() => onChange({ all: false, wants: draft.wants.length ? draft.wants : shown.reminders })} />
        Only these
      </label>
      {!draft.all && (
        <div class="only-these">
          <p class="hint">Reminders, which go by themselves:</p>
          {shown.reminders.map((kind) => tick([kind], messageName(kind)))}
          <p class="hint">News of promises, which go by themselves too:</p>
          {draft.kind === "calendar" ? tick(news, "All of it, so that what stands in a calendar moves and goes with the promise") : shown.news.map((kind) => tick([kind], messageName(kind)))}
          {letters && <p class="hint">And what a person sends by a click:</p>}
          {letters && tick(shown.letters, "Letters to customers")}
        </div>
      )}
      {wrong && (
        <p class="hint">
          <strong class="field-wrong">{wrong}</strong>
        </p>
      )}
      {lettersAlone(draft, shown) && <p class="warning">With Public on, the customer reads along: only letters to customers go there, whatever is chosen here.</p>}
    </fieldset>
  );
}
