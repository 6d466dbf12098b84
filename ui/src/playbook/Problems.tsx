/** All that is wrong with the draft, and all that is worth a second look: each leads to its field. */

import type { Flaw } from "../generated";
import type { State } from "./store";

export function Problems({ state, onOpen }: { state: State; onOpen(path: string[]): void }) {
  const { errors, warnings } = state.draft!;
  if (!errors.length && !warnings.length) return null;
  return (
    <section class="card problems" aria-label="Mistakes and warnings">
      <h2>{errors.length ? "To mend before it can be saved" : "Worth a second look"}</h2>
      <ul>
        {[...errors, ...warnings].map((told) => (
          <li key={`${told.line} ${told.problem}`}>
            <button type="button" class="quiet" onClick={() => onOpen(told.path)}>
              <span class="where">{where(told)}</span> {told.problem}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function where(told: Flaw): string {
  const file = told.file.split("/").at(-1);
  return [`${file}:${told.line}`, told.path.filter((name) => !/^\d+$/.test(name)).join(".")].filter(Boolean).join(" ");
}
