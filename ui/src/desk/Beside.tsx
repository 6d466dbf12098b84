/** What is good to know next: what is on record of this customer, and what this agent may give. Small, and in few words. */

import type { Desk } from "../generated";
import { currentStep } from "./Steps";
import { mayGive } from "./words";

const LINES = 4;

/** What is on record, the newest last as it came; more than a glance can take is left to the brief. */
export function Record({ view }: { view: Desk }) {
  const { history } = view.header.customer;
  if (history.length === 0) return null;
  return (
    <div class="record">
      <h3>On record: no need to ask</h3>
      <ul>
        {history.slice(-LINES).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

const OF_GIVING = new Set(["offer_choices", "within_your_limits", "say_what_you_can_do"]);

/** Whether what may be given is good to know now: a way forward comes next, or the cue is about one. */
export function givesNow(view: Desk): boolean {
  if (view.state !== "live") return false;
  if (view.cue) return OF_GIVING.has(view.cue.cue);
  return ["resolve", "commit"].includes(currentStep(view)?.step ?? "");
}

export function MayGive({ view }: { view: Desk }) {
  const gives = mayGive(view);
  if (!givesNow(view) || gives.length === 0) return null;
  return (
    <p class="may-give">
      <strong>You may give</strong> {gives.join(" · ")}
    </p>
  );
}
