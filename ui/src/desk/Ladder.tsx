/** The ladder for abuse, once it has begun: what to say, exactly, and what comes next. Whether to, the agent decides. */

import type { Desk, LadderShown } from "../generated";
import { type Phase, phaseOf, wordsAfter } from "./rungs";
import { clockTime, unquoted } from "./words";

export function Ladder({ view, now }: { view: Desk; now: number }) {
  const ladder = view.ladder;
  if (!ladder) return null;
  const phase = phaseOf(ladder, now);
  const cue = view.cue?.cue;
  const above = (phase === "due" && cue === "set_a_boundary") || (phase === "end" && cue === "end_with_care");
  return (
    <section class="card ladder" aria-labelledby="ladder-title" data-phase={phase}>
      <div class="ladder-head">
        <h2 id="ladder-title">When it is aimed at you</h2>
        <Rungs ladder={ladder} phase={phase} />
      </div>
      <p class="ladder-now" role="status">
        {standing(ladder, phase, above)}
        {phase === "cooling" && <span aria-hidden="true"> {clockTime(Math.ceil((ladder.calm_until ?? now) - now))}</span>}
        {ladder.supervisor && " Your supervisor has been told."}
      </p>
      <Say words={above ? "" : toSay(ladder, phase)} />
      <p class="ladder-next">{next(ladder, phase)}</p>
    </section>
  );
}

/** Each warning, and the end: a filled mark is given, a ringed one is due. */
function Rungs({ ladder, phase }: { ladder: LadderShown; phase: Phase }) {
  const count = ladder.rungs.length;
  const words = `${ladder.given} of ${count} warnings given`;
  return (
    <p class="rungs">
      <span aria-hidden="true">
        {ladder.rungs.map((_, rung) => (
          <span class="rung" data-rung={rung < ladder.given ? "given" : rung === ladder.given && phase === "due" ? "due" : "open"} />
        ))}
        <span class="rung last" data-rung={phase === "end" ? "due" : "open"} />
      </span>{" "}
      {words}
    </p>
  );
}

function Say({ words }: { words: string }) {
  return words ? <p class="ladder-say">“{unquoted(words)}”</p> : null;
}

function toSay(ladder: LadderShown, phase: Phase): string {
  return phase === "due" ? wordsAfter(ladder, ladder.given) : phase === "end" ? ladder.ending : "";
}

function standing(ladder: LadderShown, phase: Phase, above: boolean): string {
  const noted = ladder.act_at === null ? "Noted." : `Noted at ${clockTime(ladder.act_at)}.`;
  return {
    due: above ? "You may set a boundary: the exact words are above." : "You may set a boundary, in exactly these words:",
    end: "You may end the call now. It is your decision.",
    cooling: "The warning is given. Time to calm down:",
    standing: "The warning stands.",
    back: "They took it back. No warning stands.",
    noted: `${noted} No warning was given.`,
  }[phase];
}

function next(ladder: LadderShown, phase: Phase): string {
  if (phase === "end") return "What was said is kept, and the follow-up in writing is drafted for you.";
  const after = wordsAfter(ladder, phase === "due" ? ladder.given + 1 : ladder.given);
  const again = phase === "due" ? "If it goes on after that" : "Only if it happens again";
  return after ? `${again}: “${unquoted(after)}”` : `${again}: you may end the call. That is your decision.`;
}
