/** What the draft would have changed on the last calls. */

import type { Change, DryRun } from "../generated";
import { clockTime } from "../desk/words";
import { spoken } from "./parts";
import type { State } from "./store";

const SIGNS = { gained: "+ gained", lost: "− lost", reworded: "~ reworded" } as const;

export function Tried({ state }: { state: State }) {
  const run = state.run;
  if (!run) return null;
  return (
    <section class="card tried" aria-label="What would have changed">
      <h2>On the last calls</h2>
      <p role="status">{summary(run)}</p>
      {run.changed.map((call) => (
        <details key={call.call}>
          <summary>{call.customer || call.call}: {call.changes.length} {call.changes.length === 1 ? "change" : "changes"}</summary>
          <ul>
            {call.changes.map((change, place) => <One key={place} change={change} />)}
          </ul>
        </details>
      ))}
    </section>
  );
}

function One({ change }: { change: Change }) {
  return (
    <li>
      <span class="tag">{SIGNS[change.change]}</span> <span class="second">{clockTime(change.at)}</span> <strong>{spoken(change.name)}</strong>
      <p>“{change.say}”</p>
      {change.quote && <p class="hint">Heard “{change.quote}”</p>}
    </li>
  );
}

function summary(run: DryRun): string {
  if (!run.calls) return "There is no call yet that is over.";
  const left = Object.keys(run.left_out).length;
  const rest = left ? ` ${left} could not be followed.` : "";
  return `${run.changed.length} of ${run.calls} would change. Offered: ${run.offered_before} before, ${run.offered_after} after.${rest}`;
}
