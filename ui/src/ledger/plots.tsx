/** Plots: the share kept on time week by week, and bars of what came of promises. Each says its numbers in words too. */

import type { Tally } from "../generated";
import { type Bar, OUTCOMES, OUTCOME_WORDS, type Week, counted, percent } from "./figures";
import { spanWords } from "./times";

const WIDE = 720;
const HIGH = 150;
const ROOM = { left: 60, bottom: 26, top: 12, right: 24 };

/** The share of each week as a line; under it, how many promises that is of, as quiet columns. */
export function Trend({ weeks }: { weeks: readonly Week[] }) {
  const [inner, tall] = [WIDE - ROOM.left - ROOM.right, HIGH - ROOM.top - ROOM.bottom];
  const step = inner / Math.max(weeks.length, 1);
  const most = Math.max(1, ...weeks.map(({ tally }) => counted(tally)));
  const x = (index: number) => ROOM.left + (index + 0.5) * step;
  const y = (share: number) => ROOM.top + (1 - share) * tall;
  const points = weeks.flatMap(({ share }, index) => (share === null ? [] : [[x(index), y(share), index] as const]));
  const every = Math.ceil(weeks.length / 7);
  return (
    <>
      <svg class="trend" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`Kept on time, week by week: ${weeks.map(({ title, share }) => `${title} ${share === null ? "none" : `${Math.round(share * 100)} %`}`).join(", ")}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={ROOM.left} x2={WIDE - ROOM.right} y1={y(share)} y2={y(share)} />
            <text class="axis" x={ROOM.left - 8} y={y(share) + 4} text-anchor="end">
              {share * 100} %
            </text>
          </g>
        ))}
        {weeks.map(({ tally, title }, index) => {
          const high = (counted(tally) / most) * tall * 0.6;
          return <rect key={title} class="many" x={x(index) - step * 0.3} width={step * 0.6} y={ROOM.top + tall - high} height={high} />;
        })}
        <polyline class="share" points={points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ")} />
        {points.map(([px, py, index]) => (
          <circle key={index} class="share-dot" cx={px} cy={py} r="4" />
        ))}
        {weeks.map(({ title }, index) =>
          index % every === 0 ? (
            <text key={title} class="axis" x={x(index)} y={HIGH - 6} text-anchor="middle">
              {title}
            </text>
          ) : null,
        )}
      </svg>
      <p class="hint">The line is the share kept on time, in the week of the date that was promised; the columns are how many promises that is of (at most {most}).</p>
    </>
  );
}

/** One bar for each: its length is how many, its parts what came of them. */
export function Bars({ bars, label, of }: { bars: readonly Bar[]; label: string; of: "share" | "count" }) {
  const most = Math.max(1, ...bars.map(({ tally }) => counted(tally)));
  const medians = bars.some(({ median }) => median !== null);
  return (
    <table class="bars">
      <caption class="unseen">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{of === "share" ? "Kind" : "Why"}</th>
          <th scope="col">
            <span class="unseen">Of them</span>
          </th>
          <th scope="col">{of === "share" ? "On time" : "How many"}</th>
          {medians && <th scope="col">Takes (median)</th>}
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, title, tally, median }) => (
          <tr key={name}>
            <th scope="row">{title}</th>
            <td class="bar-cell">
              <Stack tally={tally} most={most} />
            </td>
            <td class="bar-number">{of === "share" ? `${percent(tally.on_time, counted(tally))} of ${counted(tally)}` : counted(tally)}</td>
            {medians && <td class="bar-number">{median === null ? "–" : spanWords(median)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Stack({ tally, most }: { tally: Tally; most: number }) {
  let from = 0;
  const words = OUTCOMES.filter((outcome) => tally[outcome]).map((outcome) => `${tally[outcome]} ${OUTCOME_WORDS[outcome]}`);
  return (
    <svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={words.join(", ")}>
      <title>{words.join(", ")}</title>
      {OUTCOMES.map((outcome) => {
        const [start, wide] = [from, (tally[outcome] / most) * 100];
        from += wide;
        return wide > 0 ? <rect key={outcome} data-outcome={outcome} x={start} width={Math.max(0, wide - 0.25)} y="0" height="10" /> : null;
      })}
    </svg>
  );
}

export function Legend() {
  return (
    <ul class="legend" aria-hidden="true">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <svg viewBox="0 0 10 10">
            <rect data-outcome={outcome} width="10" height="10" rx="1.5" />
          </svg>
          {OUTCOME_WORDS[outcome]}
        </li>
      ))}
    </ul>
  );
}
