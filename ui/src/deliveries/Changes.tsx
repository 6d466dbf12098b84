/** Who changed where messages go. */

import type { OutgoingShown } from "../generated";
import { momentWords, myZone } from "../ledger/times";
import { changeWords, label } from "./words";

export function Changes({ shown, now }: { shown: OutgoingShown; now: number }) {
  if (!shown.changes.length) return null;
  return (
    <section class="card changes" aria-labelledby="changes-title">
      <h2 id="changes-title">Who changed what</h2>
      <ol>
        {shown.changes.map((change, index) => (
          <li key={shown.changes.length - index}>
            <p>
              <strong>{change.by}</strong> {changeWords(change)}
            </p>
            <time dateTime={change.at}>{momentWords(Date.parse(change.at), now, myZone())}</time>
            {change.fields.map(({ field, before, after }) => (
              <p key={field} class="hint">
                {label(field)}: {before || "nothing"} → {after || "nothing"}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
