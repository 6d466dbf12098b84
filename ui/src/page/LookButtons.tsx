/** Larger, smaller, light or dark: the same three buttons on every page. */

import { type Change, type Look, SIZES, nextSize } from "./look";

export function LookButtons({ look, dark, onLook }: { look: Look; dark: boolean; onLook(change: Change): void }) {
  return (
    <>
      <button type="button" aria-label="Smaller text" disabled={look.size === SIZES[0]} onClick={() => onLook((now) => ({ size: nextSize(now.size, -1) }))}>
        A−
      </button>
      <button type="button" aria-label="Larger text" disabled={look.size === SIZES.at(-1)} onClick={() => onLook((now) => ({ size: nextSize(now.size, 1) }))}>
        A+
      </button>
      <button type="button" onClick={() => onLook({ theme: dark ? "light" : "dark" })}>
        {dark ? "Light" : "Dark"}
      </button>
    </>
  );
}
