/** The steps of the process in order. Their state is a shape and a word; what one rests on is shown under the track. */

import { useState } from "preact/hooks";

import type { Desk, StepShown } from "../generated";
import { clockTime, unquoted } from "./words";

const WORDS = { open: "open", now: "now", done: "done", reopened: "again" } as const;

export function Steps({ view }: { view: Desk }) {
  const [looked, setLooked] = useState<string | null>(null);
  const current = view.steps.find(({ state }) => state === "now") ?? view.steps.find(({ state }) => state === "reopened");
  const told = view.steps.find(({ step }) => step === looked) ?? current;
  return (
    <section class="card steps" aria-labelledby="steps-title">
      <h2 id="steps-title" class="unseen">
        Steps
      </h2>
      <ol class="track" onMouseLeave={() => setLooked(null)}>
        {view.steps.map((step) => (
          <li key={step.step} data-state={step.state} aria-current={step === current ? "step" : undefined}>
            <button
              type="button"
              onMouseEnter={() => setLooked(step.step)}
              onFocus={() => setLooked(step.step)}
              onBlur={() => setLooked(null)}
              aria-describedby="step-told"
            >
              <Shape state={step.state} />
              <span class="step-title">{step.title}</span>
              <span class="unseen">: {WORDS[step.state]}</span>
            </button>
          </li>
        ))}
      </ol>
      <p class="step-told" id="step-told">
        {told ? tell(told) : "All steps are done."}
      </p>
    </section>
  );
}

function tell(step: StepShown) {
  const when = step.at === null ? "" : ` at ${clockTime(step.at)}`;
  const how = { open: "not yet", now: "this is where the call is", done: `done${when}`, reopened: `needed again${when}` };
  return (
    <>
      <strong>{step.title}</strong>: {how[step.state]}
      {step.quote && <span class="step-quote"> “{unquoted(step.quote)}”</span>}
    </>
  );
}

function Shape({ state }: { state: StepShown["state"] }) {
  return (
    <svg class="shape" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="7.5" />
      {state === "done" && <path d="M6.4 10.3l2.5 2.5 4.8-5.3" />}
      {state === "now" && <circle class="dot" cx="10" cy="10" r="3.2" />}
      {state === "reopened" && <path d="M13 8.2a3.6 3.6 0 1 0 .6 2.9M13.4 6v2.6h-2.6" />}
    </svg>
  );
}
