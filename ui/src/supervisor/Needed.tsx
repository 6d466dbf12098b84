/** One call that needs somebody: why, in one sentence; the words that it rests on; what can be done. */

import type { CallShown } from "../generated";
import { TREND_MARKS, capital, clockTime, trendWord, unquoted } from "../desk/words";
import { type State, callTime, judgedWords, limitWords, people } from "./board";
import type { Store } from "./store";

interface Props {
  call: CallShown;
  state: State;
  wall: number;
  store: Store;
  onGive(): void;
}

export function Needed({ call, state, wall, store, onGive }: Props) {
  const { alert } = call;
  if (!alert) return null;
  const now = callTime(state, call, wall);
  const judged = judgedWords(state.board?.judged.find((kind) => kind.alert === alert.alert));
  const title = `needed-${call.call}`;
  return (
    <li class="card need" tabIndex={0} data-needed={call.call} aria-labelledby={title}>
      <div class="need-said">
        <p class="need-head">
          <span class="tag strong">{alert.title}</span>
          <span>{people(call)}</span>
          <span class="muted">
            for <time>{clockTime(now - alert.raised_at)}</time>, {clockTime(now)} into the call
            {!call.running && " · line lost"}
          </span>
        </p>
        <h3 class="need-why" id={title}>
          {alert.why}
        </h3>
        {alert.quote && (
          <blockquote class="quote">
            <span class="quote-label">{call.customer ? `${call.customer} said` : "Heard"}</span> “{unquoted(alert.quote)}”
          </blockquote>
        )}
        <div class="need-acts">
          <button type="button" class="main" onClick={() => store.judge(call.call, alert.id, true)}>
            Useful, on it <kbd>U</kbd>
          </button>
          <button type="button" onClick={() => store.judge(call.call, alert.id, false)}>
            Not useful <kbd>N</kbd>
          </button>
          <button type="button" aria-haspopup="dialog" onClick={onGive}>
            Limit or break… <kbd>L</kbd>
          </button>
          <a class="button" href={`/?call=${encodeURIComponent(call.call)}`} target="_blank" rel="noopener">
            Open the desk <kbd>O</kbd>
          </a>
        </div>
        {alert.alert === "help_asked" && <p class="muted small">{call.agent || "The agent"} is told which of the two you choose.</p>}
        <Given call={call} />
        {judged && <p class="muted small">{judged}</p>}
      </div>
      <Spark call={call} />
    </li>
  );
}

/** What was given on this call already. */
export function Given({ call }: { call: CallShown }) {
  const given = call.raised.map((limit) => limitWords(limit, call.limits["currency"]));
  if (call.break_minutes) given.push(`a break of ${call.break_minutes} minutes`);
  return given.length ? <p class="small">Given on this call: {given.join("; ")}.</p> : null;
}

const [WIDE, HIGH] = [160, 56];

/** Heat over the call as a thin line, and in words. */
export function Spark({ call }: { call: CallShown }) {
  const trend = trendWord(call.trend);
  const last = Math.max(60, call.points.at(-1)?.[0] ?? 0);
  const [x, y] = [(at: number) => ((at / last) * (WIDE - 6)).toFixed(1), (heat: number) => (HIGH - 4 - heat * (HIGH - 8)).toFixed(1)];
  const path = call.points.map(([at, heat], place) => `${place ? "L" : "M"}${x(at)} ${y(heat)}`).join("");
  const newest = call.points.at(-1);
  return (
    <figure class="spark">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
        <path class="spark-ground" d={`M0 ${HIGH - 4}H${WIDE}`} />
        <path class="spark-angry" d={`M0 ${y(0.6)}H${WIDE}`} />
        {path && <path class="spark-line" d={path} />}
        {newest && <circle class="spark-now" cx={x(newest[0])} cy={y(newest[1])} r="3" />}
      </svg>
      <figcaption>
        {capital(call.level)}, {trend} <span aria-hidden="true">{TREND_MARKS[trend]}</span>
      </figcaption>
    </figure>
  );
}
