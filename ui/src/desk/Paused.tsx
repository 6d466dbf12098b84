/** A hold or a silence, how long it has gone on, and when a word is due: that alone is read aloud, once. */

import type { Desk } from "../generated";
import { read } from "./clock";
import type { State } from "./state";
import { useTick } from "../page/tick";
import { clockTime, pauseWords } from "./words";

export function Paused({ state, view }: { state: State; view: Desk }) {
  const { pause } = view;
  const wall = useTick(500, pause !== null && state.clock.running);
  const now = read(state.clock, wall);
  const { what, long } = pause ? pauseWords(pause, view, now) : { what: "", long: "" };
  return (
    <div class="paused" data-pause={pause?.kind ?? "none"} data-long={long !== ""}>
      <p>{[what, long].filter(Boolean).join(". ")}</p>
      <p class="unseen" role="status">
        {long && `${what}. ${long}.`}
      </p>
      {pause && <time>{clockTime(now - pause.since)}</time>}
    </div>
  );
}
