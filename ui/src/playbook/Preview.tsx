/** A cue's words as the agent would see them, on a sample call. */

import { useState } from "preact/hooks";

import type { Part } from "./parts";
import type { State } from "./store";

const LONGEST = 160;

export function Preview({ part, state }: { part: Part; state: State }) {
  const [place, setPlace] = useState(0);
  const card = state.draft?.cards.find(({ cue }) => cue === part.cue);
  const says = card?.says ?? [];
  const at = Math.min(place, Math.max(0, says.length - 1));
  const say = says[at];
  return (
    <section class="preview" aria-label="As the agent sees it">
      <h2>As the agent sees it, on a sample call</h2>
      {card && say ? (
        <div class="card cue" data-cue="offered">
          <div class="words">
            <h3 class="cue-title">{card.title}</h3>
            <p class="say" data-length={say.length <= 95 ? "short" : say.length <= 190 ? "middle" : "long"}>“{say}”</p>
            <p class="why">{card.why}</p>
            <div class="answer">
              <button type="button" disabled={at === 0} onClick={() => setPlace(at - 1)} aria-label="The variant before">‹</button>
              <span class="hint">Variant {at + 1} of {says.length} · {say.length} characters{say.length > LONGEST ? ", too many to read at a glance" : ""}</span>
              <button type="button" disabled={at === says.length - 1} onClick={() => setPlace(at + 1)} aria-label="The next variant">›</button>
            </div>
          </div>
        </div>
      ) : (
        <p class="card none">{part.cue ? "Its card shows here once the file can be read." : "This part has no words on a cue card."}</p>
      )}
    </section>
  );
}
