/** One quiet cue: the exact words, why, and what they rest on. When there is none, it says so and leaves it at that. */

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

import type { CueShown, Desk } from "../generated";
import { MayGive, Record } from "./Beside";
import { read } from "./clock";
import { CueTools, type Wishes } from "./CueTools";
import { type Card, type State, card } from "./state";
import { useTick } from "../page/tick";
import { floorWords, unquoted } from "./words";

interface Props extends Wishes {
  state: State;
  view: Desk;
  onPress(kind: "take" | "dismiss"): void;
}

export function CueCard({ state, view, onPress, ...wishes }: Props) {
  const wall = useTick(250, true);
  const shown = card(state, wall);
  const switched = useSwitched();
  return (
    <section class="card cue" aria-label="Cue" data-cue={view.cues.on ? shown.kind : "off"}>
      <p class="unseen" role="status" aria-live="polite">
        {switched(view) || (shown.kind === "offered" ? aloud(shown.cue) : "")}
      </p>
      {!view.cues.on ? (
        <Off view={view} />
      ) : shown.kind === "none" || shown.kind === "dismissed" ? (
        <Nothing view={view} dismissed={shown.kind === "dismissed"} />
      ) : (
        <Words key={shown.cue.id} view={view} shown={shown} left={lifeLeft(shown.cue, read(state.clock, wall))} onPress={onPress} />
      )}
      <CueTools view={view} {...wishes} />
    </section>
  );
}

/** What to say aloud of the switch: that cues are off; and that they are on, if they were off before. */
function useSwitched(): (view: Desk) => string {
  const off = useRef("");
  return ({ call, cues, cue }) => {
    if (!cues.on) off.current = call;
    if (!cues.on) return "Cues are off for this call.";
    if (cues.in_peace && !cue) return "Several cues were waved away. Only urgent ones come now.";
    return off.current === call && !cue ? "Cues are on." : "";
  };
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
  if (view.cues.in_peace)
    return (
      <Quiet view={view} head="Quiet: you waved several cues away.">
        Only what is urgent will stand here now. Press <kbd>C</kbd> twice, off and on, to have all of them again.
      </Quiet>
    );
  return (
    <Quiet view={view} head={dismissed ? "Dismissed." : "No cue just now."}>
      {floorWords(view)} Words to say will stand here when there are some.
    </Quiet>
  );
}

function Off({ view }: { view: Desk }) {
  return (
    <Quiet view={view} head="Cues are off for this call.">
      Everything else goes on as before. Press <kbd>C</kbd> to have them again.
    </Quiet>
  );
}

/** No words to say: room for what is good to know. */
function Quiet({ view, head, children }: { view: Desk; head: string; children: ComponentChildren }) {
  return (
    <div class="nothing">
      <p class="nothing-head">{head}</p>
      <p class="nothing-rest">{children}</p>
      <Record view={view} />
      <MayGive view={view} />
    </div>
  );
}

function Words(props: { view: Desk; shown: Exclude<Card, { kind: "none" }>; left: number; onPress: Props["onPress"] }) {
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
      {cue.cue === "at_pickup" ? <Record view={props.view} /> : cue.quote && <Quote text={cue.quote} />}
      <MayGive view={props.view} />
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
