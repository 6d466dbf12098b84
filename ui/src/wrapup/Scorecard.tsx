/** Each step, how it went and what that rests on; a word against it for the agent; a person's name under it. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { unquoted } from "../desk/words";
import type { StepScored, WrapUpView } from "../generated";
import { Refusal } from "../page/Refusal";
import { Second } from "./Sound";
import { Writing } from "./Writing";
import type { Say } from "./store";
import { STATES } from "./words";

interface Props {
  view: WrapUpView;
  by: string;
  say: Say;
  onJump(at: number): void;
}

export function Scorecard({ view, by, say, onJump }: Props) {
  const [disputing, setDisputing] = useState<string | null>(null);
  const over = view.state === "ended";
  const title = useRef<HTMLHeadingElement>(null);
  const sign = () => {
    void say({ type: "sign" });
    title.current?.focus(); // The button has nothing left to do.
  };
  const disputed = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (disputing === null) disputed.current?.querySelector<HTMLElement>(":scope > button")?.focus();
  }, [disputing]);
  return (
    <section class="card scorecard" aria-labelledby="scorecard-title">
      <div class="head">
        <h2 id="scorecard-title" ref={title} tabIndex={-1}>
          Scorecard
        </h2>
        <span class="tag" role="status">{view.signed_by ? `✓ signed by ${view.signed_by}` : "not signed"}</span>
      </div>
      <ol>
        {view.scorecard.map((step) => (
          <li key={step.step} class="scored" data-state={step.state}>
            <Mark state={step.state} />
            <div class="scored-words">
              <p>
                <strong>{step.title}</strong> <span class="state">{STATES[step.state]}</span>
              </p>
              {step.quote && (
                <p class="heard-as">
                  {step.at !== null && <Second at={step.at} audio={view.audio} onJump={onJump} />} {step.state === "skipped" && "went on with "}“{unquoted(step.quote)}”
                </p>
              )}
              {step.dispute && (
                <p class="dispute">
                  <strong>Disputed{step.disputed_by && ` by ${step.disputed_by}`}:</strong> {step.dispute}
                </p>
              )}
              {disputing === step.step && (
                <Dispute
                  step={step}
                  onSay={async (words, told) => {
                    if (await say({ type: "dispute", step: step.step as never, words }, told)) setDisputing(null);
                  }}
                  onCancel={() => setDisputing(null)}
                />
              )}
            </div>
            {over && disputing !== step.step && (
              <button type="button" class="quiet" aria-label={`Dispute: ${step.title}`} onClick={(event) => {
                disputed.current = event.currentTarget.parentElement;
                setDisputing(step.step);
              }}>
                Dispute
              </button>
            )}
          </li>
        ))}
      </ol>
      {over && (
        <div class="answer">
          <button type="button" class={view.signed_by ? "" : "main"} data-does="sign" disabled={!by.trim() || view.signed_by === by.trim()} onClick={sign}>
            Sign as {by.trim() || "…"} <kbd>S</kbd>
          </button>
          <p class="hint">A person who signs has read it and stands for it. A new dispute takes the signature away.</p>
        </div>
      )}
    </section>
  );
}

interface Disputing {
  step: StepScored;
  onSay(words: string, told: (why: string) => void): void;
  onCancel(): void;
}

function Dispute({ step, onSay, onCancel }: Disputing) {
  const [words, setWords] = useState(step.dispute);
  const [refused, setRefused] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <Writing save="Dispute it" onSave={() => onSay(words, setRefused)} onCancel={onCancel}>
      <label>
        What is wrong here, in your own words
        <textarea ref={field} rows={2} required maxLength={2000} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
      </label>
      <Refusal why={refused} />
    </Writing>
  );
}

function Mark({ state }: { state: StepScored["state"] }) {
  return (
    <svg class="shape" viewBox="0 0 20 20" aria-hidden="true" data-state={state}>
      <circle cx="10" cy="10" r="7.5" stroke-dasharray={state === "not_enough_evidence" ? "2 3" : undefined} />
      {state === "done" && <path d="M6.4 10.3l2.5 2.5 4.8-5.3" />}
      {state === "late" && <path d="M10 6v4.4l2.8 1.8" />}
      {state === "skipped" && <path d="M6.5 10h7" />}
      {state === "open" && <path d="M13 8.2a3.6 3.6 0 1 0 .6 2.9M13.4 6v2.6h-2.6" />}
    </svg>
  );
}
