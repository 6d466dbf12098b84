/** The calls that go on by themselves, those that are over, and how alerts were judged: all of it quiet. */

import type { Board, CallShown } from "../generated";
import { capital, clockTime, trendWord } from "../desk/words";
import { type State, callTime, clearedWords, people } from "./board";
import { Given } from "./Needed";
import type { Store } from "./store";

export function Calm({ state, board, wall, onGive }: { state: State; board: Board; wall: number; onGive(call: CallShown): void }) {
  if (!board.calm.length) return null;
  return (
    <section class="card calm" aria-labelledby="calm-title">
      <h2 id="calm-title">Live calls</h2>
      <ul>
        {board.calm.map((call) => (
          <li key={call.call} data-calm={call.call}>
            <span class="calm-who">
              {people(call)}
              {call.problem && <span class="muted calm-problem">“{call.problem}”</span>}
              <Given call={call} />
            </span>
            <span class="muted">
              {capital(call.level)}, {trendWord(call.trend)}
            </span>
            <time>{clockTime(callTime(state, call, wall))}</time>
            <span class="calm-acts">
              <button type="button" aria-haspopup="dialog" aria-label={`Limit or break: ${people(call)}`} onClick={() => onGive(call)}>
                Limit or break…
              </button>
              <a class="button" href={`/?call=${encodeURIComponent(call.call)}`} target="_blank" rel="noopener" aria-label={`Open the desk: ${people(call)}`}>
                Desk
              </a>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Calls that are over, and alerts that went by themselves: was it useful? */
export function Over({ board, store }: { board: Board; store: Store }) {
  const past = [...board.needed, ...board.calm, ...board.over].flatMap((call) => call.past.map((alert) => ({ call, alert })));
  if (!past.length) return null;
  return (
    <section class="card calm" aria-labelledby="over-title">
      <h2 id="over-title">Alerts that went by themselves. Were they useful?</h2>
      <ul>
        {past.map(({ call, alert }) => (
          <li key={`${call.call} ${alert.id}`} data-over={call.call}>
            <span class="calm-who">
              {people(call)}: {alert.why} <span class="muted">{clearedWords(alert)}</span>
            </span>
            <span class="calm-acts">
              <button type="button" aria-label={`Useful: ${alert.why}`} onClick={() => store.judge(call.call, alert.id, true)}>
                Useful
              </button>
              <button type="button" aria-label={`Not useful: ${alert.why}`} onClick={() => store.judge(call.call, alert.id, false)}>
                Not useful
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How often the alarms of each kind were false, with the counts. */
export function Judged({ board }: { board: Board }) {
  const judged = board.judged.filter((kind) => kind.useful + kind.not_useful > 0);
  if (!judged.length) return null;
  return (
    <details class="judged">
      <summary>How alerts were judged</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Alert</th>
            <th scope="col">Not useful</th>
            <th scope="col">What follows</th>
          </tr>
        </thead>
        <tbody>
          {judged.map((kind) => (
            <tr key={kind.alert}>
              <th scope="row">{kind.title}</th>
              <td>
                {kind.not_useful} of {kind.useful + kind.not_useful}
              </td>
              <td>{kind.bar > 0 ? `New calls: raised more rarely (${Math.round(kind.bar * 100)} % of the way)` : "Raised as the playbook says"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
