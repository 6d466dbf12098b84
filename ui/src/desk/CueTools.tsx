/** The agent's own say over cues on this call: off and on again, and how many. */

import type { CuesShown, Desk } from "../generated";
import { capital } from "./words";

export type AgentLevel = CuesShown["level"];

export interface Wishes {
  onSwitch(): void;
  onLevel(level: AgentLevel): void;
}

export function CueTools({ view, onSwitch, onLevel }: { view: Desk } & Wishes) {
  const { on, level, levels } = view.cues;
  return (
    <div class="cue-tools" role="group" aria-label="Your cues on this call">
      {levels.length > 0 && on && (
        <label title="The more practised you are, the fewer cues. It is your choice, for this call.">
          Level{" "}
          <select value={level} onChange={(event) => onLevel(event.currentTarget.value as AgentLevel)}>
            {levels.map((one) => (
              <option key={one.level} value={one.level}>
                {capital(one.level)}: up to {one.most}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" onClick={onSwitch}>
        {on ? "Turn cues off" : "Turn cues on"} <kbd>C</kbd>
      </button>
    </div>
  );
}
