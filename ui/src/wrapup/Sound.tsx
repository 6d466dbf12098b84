/** The second of a quote: where there is sound, it can be heard again from there. */

import { clockTime } from "../desk/words";

export function Second({ at, audio, onJump }: { at: number; audio: string | null; onJump(at: number): void }) {
  if (!audio) return <time class="second">{clockTime(at)}</time>;
  return (
    <button type="button" class="second" aria-label={`Hear it, from ${clockTime(at)}`} onClick={() => onJump(at)}>
      <span aria-hidden="true">▶ </span>
      {clockTime(at)}
    </button>
  );
}
