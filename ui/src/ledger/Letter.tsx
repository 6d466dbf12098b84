/** A letter to the customer: drafted in plain words, read and mended by a person, and sent by their click. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { LetterDraft, LetterSent, PromiseOnLedger, SendLetter } from "../generated";
import { Copy } from "../page/Copy";
import { Refusal } from "../page/Refusal";
import { Writing } from "../wrapup/Writing";
import { Choice, Field } from "./Acting";
import { Signed } from "./Signed";
import { signedAnew } from "./signing";
import { NotDone, ask, newKey } from "./server";
import { words } from "./store";
import { OCCASIONS, type Occasion, beforeWriting, occasionsOf } from "./words";

interface Props {
  promise: PromiseOnLedger;
  by: string;
  onName(by: string): void;
  onSent(letter: LetterSent): void;
  onCancel(): void;
}

export function Letter({ promise, by, onName, onSent, onCancel }: Props) {
  const occasions = occasionsOf(promise);
  const [occasion, setOccasion] = useState<Occasion>(occasions[0]!);
  const [draft, setDraft] = useState<LetterDraft | null>(null);
  const [said, setSaid] = useState({ subject: "", text: "", way: "", to: "" });
  const [problem, setProblem] = useState("");
  const [wrongTo, setWrongTo] = useState("");
  const [waiting, setWaiting] = useState(false);
  const [name, setName] = useState(by);
  const signed = useRef("");
  const form = useRef<HTMLDivElement>(null);
  const path = `/api/promises/${encodeURIComponent(promise.id)}/letter`;
  useEffect(() => {
    let newest = true;
    const under = name.trim();
    ask<LetterDraft>(`${path}?${new URLSearchParams({ occasion, by: under })}`).then(
      (letter) => {
        if (!newest) return;
        signed.current = under;
        setDraft(letter);
        setSaid((before) => ({ ...before, subject: letter.subject, text: letter.text, way: letter.ways[0]?.id ?? "" }));
        setProblem("");
      },
      (error: unknown) => newest && setProblem(words(error)),
    );
    return () => {
      newest = false;
    };
  }, [occasion]);
  useEffect(() => form.current?.querySelector<HTMLElement>("textarea")?.focus(), [draft === null]);
  const set = (name: keyof typeof said) => (value: string) => {
    if (name === "to" || name === "way") setWrongTo("");
    setSaid((before) => ({ ...before, [name]: value }));
  };
  const sign = (typed: string) => {
    const before = signed.current;
    signed.current = typed.trim();
    setName(typed);
    setSaid((said) => ({ ...said, text: signedAnew(said.text, before, typed.trim()) }));
  };
  const way = draft?.ways.find(({ id }) => id === said.way);
  const send = async () => {
    if (waiting || !draft || !way) return;
    setWaiting(true);
    setProblem("");
    setWrongTo("");
    const to = way.address ? said.to.split(/[\s,;]+/).filter(Boolean) : [];
    const letter: SendLetter = { occasion, subject: said.subject, text: said.text, destination: way.id, by: name.trim(), to, edition: draft.edition };
    try {
      const headers = { "content-type": "application/json", "idempotency-key": newKey() };
      const sent = await ask<LetterSent>(path, { method: "POST", headers, body: JSON.stringify(letter) });
      onName(name.trim());
      onSent(sent);
    } catch (error) {
      if (error instanceof NotDone && error.field === "to" && way.address) setWrongTo(error.message);
      else setProblem(words(error));
      setWaiting(false);
    }
  };
  return (
    <div ref={form} class="acting letter" role="group" aria-label="A letter to the customer">
      <Writing save={way ? `Send it by ${way.name}` : ""} onSave={() => void send()} onCancel={onCancel}>
        {occasions.length > 1 && <Choice label="What for" value={occasion} onValue={(value) => setOccasion(value as Occasion)} of={Object.fromEntries(occasions.map((name) => [name, OCCASIONS[name]]))} />}
        {beforeWriting(occasion, promise) && <p class="hint">{beforeWriting(occasion, promise)}</p>}
        <Field label="Subject" value={said.subject} onValue={set("subject")} required />
        <label>
          The letter, as it will be read
          <textarea rows={Math.min(14, Math.max(6, said.text.split("\n").length + 1))} value={said.text} maxLength={10000} required onInput={(event) => set("text")(event.currentTarget.value)} />
        </label>
        <div class="fields">
          {draft && draft.ways.length > 0 && <Choice label="By which way" value={said.way} onValue={set("way")} of={Object.fromEntries(draft.ways.map(({ id, name }) => [id, name]))} />}
          {way?.address && <Field label="The customer’s mail address" value={said.to} onValue={set("to")} required wrong={wrongTo} />}
        </div>
        <Signed known={by} name={name} label="Your name, which stands under it" onName={sign} />
        {draft?.ways.length === 0 && (
          <>
            <p class="hint">
              No way to the customer is set up here: an admin does that on <a href="/deliveries">Deliveries</a>. Until then copy it to where your letters go, and write down with {occasion === "asked" ? "R that they were asked" : "T that they were told"}.
            </p>
            <Copy text={`${said.subject}\n\n${said.text}`} />
          </>
        )}
        <Refusal why={problem} />
      </Writing>
    </div>
  );
}
