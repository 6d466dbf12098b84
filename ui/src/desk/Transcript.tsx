/**
 * Both sides as they are spoken. It keeps up by itself until the reader scrolls up, and then waits to be asked.
 *
 * A log that is not read aloud: the agent hears the call already.
 */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Desk, Interim, Line } from "../generated";
import { Paused } from "./Paused";
import type { Party, State } from "./state";
import { clockTime, partyName } from "./words";

/** Closer to the end than this many pixels is at the end. */
const NEAR_PX = 48;

export function Transcript({ state, view }: { state: State; view: Desk }) {
  const { interim } = state;
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [behind, setBehind] = useState(false);

  const toNow = () => {
    const box = log.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  const scrolled = () => {
    const box = log.current;
    if (!box) return;
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    setBehind(!following.current);
  };
  const keepUp = () => {
    if (following.current) toNow();
  };
  useLayoutEffect(keepUp);
  useEffect(() => {
    following.current = true;
    setBehind(false);
    toNow();
    const watcher = new ResizeObserver(keepUp);
    if (log.current) watcher.observe(log.current);
    return () => watcher.disconnect();
  }, [view.call]);

  const spoken = Object.values(interim).sort((a, b) => a.t0 - b.t0);
  const silent = view.speaking.filter((party) => !interim[party]);
  return (
    <section class="card transcript" aria-labelledby="transcript-title">
      <div class="said-head">
        <h2 id="transcript-title">What is said</h2>
        <Paused state={state} view={view} />
      </div>
      <div class="log" role="log" aria-live="off" aria-labelledby="transcript-title" tabIndex={0} ref={log} onScroll={scrolled}>
        {view.earlier_lines > 0 && <p class="none">{view.earlier_lines} earlier lines are kept with the call.</p>}
        {view.lines.length === 0 && spoken.length === 0 && <p class="none">Nobody has spoken yet.</p>}
        {view.lines.map((line) => (
          <Said key={line.turn} line={line} view={view} />
        ))}
        {spoken.map((words) => (
          <Saying key={words.party} words={words} view={view} />
        ))}
        {view.state === "live" && silent.map((party) => <Speaking key={party} party={party} view={view} />)}
      </div>
      {behind && (
        <button
          type="button"
          class="to-now"
          onClick={() => {
            toNow();
            log.current?.focus();
          }}
        >
          ↓ Back to now
        </button>
      )}
    </section>
  );
}

function Who({ party, view, at }: { party: Party; view: Desk; at: number }) {
  return (
    <span class="who">
      {partyName(party, view.header)} <time>{clockTime(at)}</time>
    </span>
  );
}

function Said({ line, view }: { line: Line; view: Desk }) {
  if (line.listening) {
    return (
      <p class="line listening" data-party={line.party}>
        <span class="unseen">{partyName(line.party, view.header)}: </span>
        {line.text || "mm-hm"}
      </p>
    );
  }
  return (
    <p class="line" data-party={line.party}>
      <Who party={line.party} view={view} at={line.t0} />
      {line.text || <span class="none">(not made out)</span>}
    </p>
  );
}

function Saying({ words, view }: { words: Interim; view: Desk }) {
  return (
    <p class="line interim" data-party={words.party}>
      <Who party={words.party} view={view} at={words.t0} />
      {words.text}…
    </p>
  );
}

function Speaking({ party, view }: { party: Party; view: Desk }) {
  return (
    <p class="line interim" data-party={party}>
      <span class="who">{partyName(party, view.header)}</span>
      speaking…
    </p>
  );
}
