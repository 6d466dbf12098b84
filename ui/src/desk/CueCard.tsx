/** One quiet cue: the exact words, why, and what they rest on. When there is none, it says so and leaves it at that. */

import type { CueShown, Desk } from "../generated";
import { read } from "./clock";
import { type Card, type State, card } from "./state";
import { useTick } from "./store";
import { floorWords, unquoted } from "./words";

interface Props {
  state: State;
  view: Desk;
  onPress(kind: "take" | "dismiss"): void;
}

export function CueCard({ state, view, onPress }: Props) {
  const wall = useTick(250, true);
  const shown = card(state, wall);
  return (
    <section class="card cue" aria-label="Cue" data-cue={shown.kind}>
      <p class="unseen" role="status" aria-live="polite">
        {shown.kind === "offered" ? aloud(shown.cue) : ""}
      </p>
      {shown.kind === "none" || shown.kind === "dismissed" ? (
        <Nothing view={view} dismissed={shown.kind === "dismissed"} />
      ) : (
        <Words key={shown.cue.id} shown={shown} left={lifeLeft(shown.cue, read(state.clock, wall))} onPress={onPress} />
      )}
    </section>
  );
}

function aloud(cue: CueShown): string {
  return cue.say ? `${cue.title}. Say: ${unquoted(cue.say)}` : cue.title;
}

/** 1 when just offered, 0 when its life is over. */
function lifeLeft(cue: CueShown, now: number): number {
  const life = cue.until - cue.offered_at;
  return life > 0 ? Math.max(0, Math.min(1, (cue.until - now) / life)) : 0;
}

function Nothing({ view, dismissed }: { view: Desk; dismissed: boolean }) {
  return (
    <div class="nothing">
      <p class="nothing-head">{dismissed ? "Dismissed." : "No cue just now."}</p>
      <p class="nothing-rest">{floorWords(view)} Words to say will stand here when there are some.</p>
    </div>
  );
}

function Words(props: { shown: Exclude<Card, { kind: "none" }>; left: number; onPress: Props["onPress"] }) {
  const { cue, kind } = props.shown;
  const taken = kind === "taken";
  const say = unquoted(cue.say);
  return (
    <div class="words">
      <h2 class="cue-title">
        {cue.title}
        {taken && <span class="tag">✓ Taken</span>}
      </h2>
      {say && (
        <p class="say" data-length={lengthOf(say)}>
          “{say}”
        </p>
      )}
      {cue.why && <p class="why">{cue.why}</p>}
      {cue.quote && <Quote text={cue.quote} />}
      {!taken && (
        <div class="answer">
          <button type="button" class="main" onClick={() => props.onPress("take")}>
            Take <kbd>T</kbd>
          </button>
          <button type="button" onClick={() => props.onPress("dismiss")}>
            Dismiss <kbd>D</kbd>
          </button>
          <span class="life" aria-hidden="true">
            <span style={{ transform: `scaleX(${props.left.toFixed(3)})` }} />
          </span>
        </div>
      )}
    </div>
  );
}

/** Long words are set smaller, so that all of them can be seen at once. */
function lengthOf(say: string): "short" | "middle" | "long" {
  return say.length <= 95 ? "short" : say.length <= 190 ? "middle" : "long";
}

export function Quote({ text }: { text: string }) {
  return (
    <blockquote class="quote">
      <span class="quote-label">Heard</span> “{unquoted(text)}”
    </blockquote>
  );
}
