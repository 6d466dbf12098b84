/** The heat line with its fall from the peak: credit goes to recovery. */

import { LEVELS, capital } from "../desk/words";
import type { HeatFall } from "../generated";
import { fallWords } from "./words";

const WIDE = 320;
const HIGH = 96;

export function HeatFell({ heat, until, over }: { heat: HeatFall; until: number; over: boolean }) {
  return (
    <section class="card fell" aria-labelledby="heat-title">
      <h2 id="heat-title">Heat</h2>
      <p class="heat-now">{fallWords(heat, over)}</p>
      {heat.judged && <Line heat={heat} end={Math.max(until, 1)} says={fallWords(heat, over)} />}
    </section>
  );
}

function Line({ heat, end, says }: { heat: HeatFall; end: number; says: string }) {
  const place = (at: number, level: number) => `${((at / end) * WIDE).toFixed(1)},${((1 - level) * HIGH).toFixed(1)}`;
  const points = heat.points.map(([at, level]) => place(at, level));
  const last = heat.points.at(-1);
  if (last) points.push(place(end, last[1]));
  const [x, y] = place(heat.peak_at, heat.peak).split(",");
  return (
    <>
      <svg class="fell-line" viewBox={`-4 -6 ${WIDE + 8} ${HIGH + 12}`} role="img" aria-label={says} preserveAspectRatio="none">
        {LEVELS.map((level, index) => (
          <line key={level} class="grid" x1="0" x2={WIDE} y1={HIGH - (index / 4) * HIGH} y2={HIGH - (index / 4) * HIGH} />
        ))}
        {points.length > 1 && <polygon class="fill" points={`${points[0]!.split(",")[0]},${HIGH} ${points.join(" ")} ${WIDE},${HIGH}`} />}
        <polyline class="line-drawn" points={points.join(" ")} />
        {heat.points.length > 0 && <path class="peak" d={`M${x} ${y}h0.01`} />}
      </svg>
      <p class="scale" aria-hidden="true">
        <span>{capital(LEVELS[0])} is low, {LEVELS[4]} is high. The dot is the highest.</span>
      </p>
    </>
  );
}
