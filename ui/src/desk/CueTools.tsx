/** The agent's own say over cues on this call: off and on again, and how many. */

import type { CuesShown, Desk } from "../generated";

export type AgentLevel = CuesShown["level"];

const MEANING = "The more practised you are, the fewer cues. What is urgent always comes. It is your choice, for this call.";

export interface Wishes {
  onSwitch(): void;
  onLevel(level: AgentLevel): void;
}

export function CueTools({ view, onSwitch, onLevel }: { view: Desk } & Wishes) {
  const { on, level, levels } = view.cues;
  return (
    <div class="cue-tools" role="group" aria-label="Your cues on this call">
      {levels.length > 0 && on && (
        <label title={MEANING}>
          I am{" "}
          <select value={level} aria-describedby="level-means" onChange={(event) => onLevel(event.currentTarget.value as AgentLevel)}>
            {levels.map((one) => (
              <option key={one.level} value={one.level}>
                {one.level}: up to {one.most} cues a call
              </option>
            ))}
          </select>
          <span id="level-means" class="unseen">
            {MEANING}
          </span>
        </label>
      )}
      <button type="button" onClick={onSwitch}>
        {on ? "Turn cues off" : "Turn cues on"} <kbd>C</kbd>
      </button>
    </div>
  );
}
