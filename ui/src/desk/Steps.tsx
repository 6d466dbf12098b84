/** The steps of the process in order. Their state is a shape and a word; what one rests on is shown under the track. */

import { useState } from "preact/hooks";

import type { Desk, StepShown } from "../generated";
import { clockTime, unquoted } from "./words";

const WORDS = { open: "open", now: "now", done: "done", late: "late", skipped: "skipped", reopened: "again" } as const;

/** What a person must not have to tell from the shape alone. */
const SAID: ReadonlySet<StepShown["state"]> = new Set(["late", "skipped", "reopened"]);

export function Steps({ view }: { view: Desk }) {
  const [looked, setLooked] = useState<string | null>(null);
  const current = currentStep(view);
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
              <span class={SAID.has(step.state) ? "step-word" : "unseen"}>
                <span class="unseen">: </span>
                {WORDS[step.state]}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p class="step-told" id="step-told">
        {told ? tell(told) : nothingLeft(view)}
      </p>
    </section>
  );
}

/** Where the call is: what was opened again, else the first that is still to do. */
export function currentStep(view: Desk): StepShown | undefined {
  return view.steps.find(({ state }) => state === "now") ?? view.steps.find(({ state }) => state === "reopened");
}

function nothingLeft(view: Desk): string {
  const skipped = view.steps.filter(({ state }) => state === "skipped").map(({ title }) => title);
  return skipped.length ? `Skipped: ${skipped.join(", ")}.` : "All steps are done.";
}

function tell(step: StepShown) {
  const when = step.at === null ? "" : ` at ${clockTime(step.at)}`;
  const how = {
    open: "not yet",
    now: "this is where the call is",
    done: `done${when}`,
    late: `done late,${when}`,
    skipped: "skipped; the call has gone past it",
    reopened: `needed again${when}`,
  };
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
      {(state === "done" || state === "late") && <path d="M6.4 10.3l2.5 2.5 4.8-5.3" />}
      {state === "skipped" && <path d="M6.6 10h6.8" />}
      {state === "now" && <circle class="dot" cx="10" cy="10" r="3.2" />}
      {state === "reopened" && <path d="M13 8.2a3.6 3.6 0 1 0 .6 2.9M13.4 6v2.6h-2.6" />}
    </svg>
  );
}
