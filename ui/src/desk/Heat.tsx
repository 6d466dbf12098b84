/** Heat over the call as a line, its level and its trend in words. One quiet colour: the axis says how high it is. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import type { Desk } from "../generated";
import { LEVELS, TREND_MARKS, capital, clockTime, trendWord } from "./words";

const SHORTEST_S = 60;
const ROUND_TIMES_S = [10, 30, 60, 120, 300, 600, 900, 1800, 3600];

export function Heat({ view, dark, size }: { view: Desk; dark: boolean; size: number }) {
  const trend = trendWord(view.trend);
  return (
    <section class="card heat" aria-labelledby="heat-title">
      <h2 id="heat-title">Heat</h2>
      <p class="heat-now">
        <strong>{capital(view.level)}</strong>, {trend} <span aria-hidden="true">{TREND_MARKS[trend]}</span>
      </p>
      <Line view={view} look={`${dark} ${size}`} />
    </section>
  );
}

function Line({ view, look }: { view: Desk; look: string }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useMemo(() => toData(view), [view.call, view.revision]);

  useEffect(() => {
    const room = place.current;
    if (!room) return;
    const drawn = new uPlot(options(room), data, room);
    plot.current = drawn;
    const watcher = new ResizeObserver(() => drawn.setSize(sizeOf(room)));
    watcher.observe(room);
    return () => {
      watcher.disconnect();
      drawn.destroy();
    };
  }, [look]);
  useEffect(() => plot.current?.setData(data), [data]);

  return <div class="heat-line" ref={place} role="img" aria-label={inWords(view)} />;
}

function toData(view: Desk): uPlot.AlignedData {
  const points = view.points.length ? view.points : ([[0, view.heat]] as const);
  const last = points[points.length - 1];
  const upToNow = last && view.at > last[0] ? [...points, [view.at, view.heat] as const] : points;
  return [upToNow.map(([at]) => at), upToNow.map(([, heat]) => heat)];
}

function inWords(view: Desk): string {
  const peak = view.points.reduce((most, [, heat]) => Math.max(most, heat), view.heat);
  const highest = LEVELS[Math.round(peak * 4)] ?? view.level;
  return `Heat over the call: now ${view.level} and ${trendWord(view.trend)}; at most ${highest}.`;
}

function sizeOf(room: HTMLElement): { width: number; height: number } {
  return { width: room.clientWidth, height: room.clientHeight };
}

function options(room: HTMLElement): uPlot.Options {
  const style = getComputedStyle(room);
  const [ink, grid, line, fill] = ["--muted", "--line", "--heat", "--heat-fill"].map((name) => style.getPropertyValue(name));
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${Math.round(rem * 0.75)}px ${style.fontFamily}`;
  const quiet = { stroke: ink!, font, ticks: { show: false }, grid: { stroke: grid!, width: 1 } };
  return {
    ...sizeOf(room),
    legend: { show: false },
    cursor: { show: false },
    padding: [rem * 0.5, rem * 0.75, 0, 0],
    scales: {
      x: { time: false, range: (_, _least, most) => [0, Math.max(SHORTEST_S, most)] },
      y: { range: [0, 1] },
    },
    axes: [
      { ...quiet, size: rem * 1.4, space: rem * 4, incrs: ROUND_TIMES_S, grid: { show: false }, values: (_, at) => at.map(clockTime) },
      {
        ...quiet,
        size: rem * 5.2,
        splits: () => LEVELS.map((_, index) => index / 4),
        values: (drawn) => LEVELS.map((level, index) => (index % 2 && drawn.height < rem * 6.5 ? "" : capital(level))),
      },
    ],
    series: [{}, { stroke: line!, fill: fill!, width: 2, points: { show: false } }],
    hooks: { draw: [(drawn) => markNow(drawn, line!)] },
  };
}

/** A dot where the line is now. */
function markNow(drawn: uPlot, colour: string): void {
  const [at, heat] = [drawn.data[0].at(-1), drawn.data[1]?.at(-1)];
  if (at === undefined || heat === undefined || heat === null) return;
  drawn.ctx.beginPath();
  drawn.ctx.arc(drawn.valToPos(at, "x", true), drawn.valToPos(heat, "y", true), 4 * devicePixelRatio, 0, 2 * Math.PI);
  drawn.ctx.fillStyle = colour;
  drawn.ctx.fill();
}
