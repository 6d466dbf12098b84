/** What one writes to keep, move or end a promise: one small form for each act, in the place of the promise. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { PromiseOnLedger, PromiseWish } from "../generated";
import { Refusal } from "../page/Refusal";
import { When } from "../page/When";
import { Writing } from "../wrapup/Writing";
import { Signed } from "./Signed";
import { type Act, ACTS, CAUSES, KINDS, tellings } from "./words";
import { type Said, first, rebased, toWish } from "./wishing";

interface Props {
  act: Act;
  promise: PromiseOnLedger;
  by: string;
  now: number;
  onName(by: string): void;
  /** Why it was not done, in words; empty once it is. */
  onDo(wish: PromiseWish): Promise<string>;
  onCancel(): void;
}

export function Acting({ act, promise, by, now, onName, onDo, onCancel }: Props) {
  const form = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState<Said>(() => first(act, promise));
  /** The promise as its author saw it: what they do is done to that one. */
  const [opened, setOpened] = useState(promise);
  const [agreed, setAgreed] = useState(false);
  /** Kept once something is done under it: what was typed in a form that was left is nobody's name. */
  const [name, setName] = useState(by);
  const [refused, setRefused] = useState("");
  const [waiting, setWaiting] = useState(false);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus(), []);
  const get = (name: string) => said[name] ?? "";
  const set = (name: string) => (value: string) => {
    if (name === "due") setRefused(""); // It was of another date.
    setSaid((before) => ({ ...before, [name]: value }));
  };
  const field = (name: string, label: string, more: Partial<FieldProps> = {}) => <Field label={label} value={get(name)} onValue={set(name)} {...more} />;
  const save = async () => {
    if (waiting) return;
    setWaiting(true);
    setRefused("");
    const why = await onDo(toWish(act, said, agreed, opened, name));
    if (!why) return onName(name.trim());
    setRefused(why);
    setWaiting(false);
  };
  const goOn = () => {
    setSaid(rebased(act, said, opened, promise));
    setOpened(promise);
    setRefused("");
    form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  };
  const late = promise.answers_to !== null && Date.parse(promise.answers_to) < now;
  return (
    <div ref={form} class="acting" role="group" aria-label={ACTS.find((one) => one.act === act)?.does}>
      {promise.edition !== opened.edition && !waiting && (
        <p class="hint" role="status">
          This promise has changed since you began. Look at it as it is now, then{" "}
          <button type="button" onClick={goOn}>
            Go on with that
          </button>
        </p>
      )}
      <Writing save={SAVES[act]} enter onSave={() => void save()} onCancel={onCancel}>
        {act === "keep" && (
          <>
            {field("text", "What shows that it is kept", { required: true, placeholder: "Receipt 4411; the message as it was sent; a link …" })}
            <div class="fields">
              <Choice label="That is" value={get("proof")} onValue={set("proof")} of={{ note: "a note", link: "a link", file: "a file’s name", message: "a message that was sent" }} />
              {late && <Choice label="Why it was late" value={get("cause")} onValue={set("cause")} of={{ "": "Nobody knows", ...CAUSES }} />}
            </div>
          </>
        )}
        {act === "postpone" && (
          <>
            <div class="fields">
              <When label={`By when now, on ${clockOf(promise)}`} value={get("due")} zone={promise.timezone} onValue={set("due")} required />
              <Choice label="Why" value={get("cause")} onValue={set("cause")} of={CAUSES} asks="Choose why it will be later: only you know, so nothing is chosen for you." />
            </div>
            {field("words", "What there is to say about it")}
            <label class="tick">
              <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} />
              The customer knows, and said yes to the new date
            </label>
            {!agreed && <p class="hint">Without their yes it still counts by the date that they were given.</p>}
          </>
        )}
        {act === "hand_over" && (
          <>
            <div class="fields">
              {field("owner", "Whose it is now")}
              {field("team", "Or which team’s")}
            </div>
            {field("note", "What they need to know")}
          </>
        )}
        {act === "plan" && field("how", "How it will be done", { required: true, long: true })}
        {act === "told" && (
          <>
            <div class="fields">
              <Choice label="The customer was told" value={get("what")} onValue={set("what")} of={tellings(opened)} />
              {field("how", "By which way", { placeholder: "by phone, mail, ticket …", required: true })}
            </div>
            {field("text", "In which words")}
          </>
        )}
        {act === "asked" && field("how", "By which way they were asked", { placeholder: "by phone, mail …" })}
        {act === "answered" && (
          <>
            <Choice label="Is it right now?" value={get("right")} onValue={set("right")} of={{ yes: "Yes, it is right", no: "No: this opens the promise again" }} asks="Choose what the customer said: yes or no. Nothing is chosen for you." />
            {field("words", "In their words")}
          </>
        )}
        {act === "withdraw" && field("agreed", "What the customer said, in their words", { required: true, long: true })}
        {act === "break" && (
          <>
            <Choice label="Why" value={get("cause")} onValue={set("cause")} of={CAUSES} asks="Choose why it was not done: only you know, so nothing is chosen for you." />
            {field("words", "What happened")}
          </>
        )}
        {act === "edit" && (
          <>
            {field("act", "What will be done", { required: true })}
            <div class="fields">
              <When label={`By when, on ${clockOf(promise)}`} value={get("due")} zone={promise.timezone} onValue={set("due")} />
              <Choice label="What kind" value={get("kind")} onValue={set("kind")} of={KINDS} />
            </div>
          </>
        )}
        {act === "reopen" && field("why", "Why it is not settled", { required: true })}
        {act === "drop" && field("why", "Why it was no promise")}
        <Signed known={by} name={name} label="Your name, which stands beside it" onName={setName} />
        <Refusal why={refused} />
      </Writing>
    </div>
  );
}

const SAVES: Record<Act, string> = {
  keep: "It is kept",
  postpone: "Move it",
  hand_over: "Hand it over",
  plan: "Keep the plan",
  told: "They were told",
  asked: "They were asked",
  answered: "That is their answer",
  withdraw: "Withdraw it",
  break: "It is broken",
  edit: "Correct it",
  reopen: "Open it again",
  drop: "Drop it",
};

/** On whose clock a date is written: the customer's. */
export function clockOf(promise: Pick<PromiseOnLedger, "timezone">): string {
  const city = promise.timezone.split("/").at(-1)?.replaceAll("_", " ");
  return city ? `the customer’s clock (${city})` : "the customer’s clock";
}

interface FieldProps {
  label: ComponentChildren;
  value: string;
  onValue(value: string): void;
  required?: boolean;
  long?: boolean;
  placeholder?: string;
  /** Why what is written here was refused: said under it, and the field is where one goes on. */
  wrong?: string;
}

export function Field({ label, value, onValue, long, wrong, ...more }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (wrong) input.current?.focus();
  }, [wrong]);
  return (
    <label>
      {label}
      {long ? (
        <textarea rows={2} value={value} maxLength={2000} onInput={(event) => onValue(event.currentTarget.value)} onKeyDown={enterSaves} {...more} />
      ) : (
        <input ref={input} type="text" value={value} maxLength={2000} aria-invalid={wrong ? "true" : undefined} onInput={(event) => onValue(event.currentTarget.value)} {...more} />
      )}
      {wrong && (
        <strong class="field-wrong" role="alert">
          {wrong}
        </strong>
      )}
    </label>
  );
}

/** Enter saves, Shift Enter makes a new line. */
function enterSaves(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
}

interface ChoiceProps {
  label: string;
  value: string;
  of: Record<string, string>;
  /** Nothing is chosen at first, and this is said to whoever forgets to. */
  asks?: string;
  onValue(value: string): void;
}

export function Choice({ label, value, of, asks, onValue }: ChoiceProps) {
  const select = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => select.current?.setCustomValidity(value ? "" : (asks ?? "")), [value, asks]);
  return (
    <label>
      {label}
      <select ref={select} value={value} required={asks !== undefined} onChange={(event) => onValue(event.currentTarget.value)}>
        {asks && <option value="">Choose</option>}
        {Object.entries(of).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
