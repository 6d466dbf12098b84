/** How this person likes the desk: light or dark, how large, with sound. Kept in this browser only. */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";

export const SIZES = [90, 100, 115, 130, 150] as const;

export interface Look {
  /** Null follows the system. */
  theme: "light" | "dark" | null;
  /** Percent. */
  size: number;
  sound: boolean;
}

const KEY = "steadyline.look";
const PLAIN: Look = { theme: null, size: 100, sound: true };

/** What was kept, as far as it makes sense. */
export function parseLook(text: string | null): Look {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null) return PLAIN;
    const { theme, size, sound } = kept as Record<string, unknown>;
    return {
      theme: theme === "light" || theme === "dark" ? theme : null,
      size: SIZES.find((known) => known === size) ?? PLAIN.size,
      sound: typeof sound === "boolean" ? sound : PLAIN.sound,
    };
  } catch {
    return PLAIN;
  }
}

/** The next size up or down, or the same at either end. */
export function nextSize(size: number, by: 1 | -1): number {
  const at = SIZES.findIndex((known) => known === size);
  return SIZES[Math.max(0, Math.min(SIZES.length - 1, at + by))] ?? size;
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Storage may be closed to us: the desk works without.
  }
}

/** A change of the look, or how it follows from what the look is by then: two quick clicks are two steps. */
export type Change = Partial<Look> | ((now: Look) => Partial<Look>);

function keep(look: Look): Look {
  try {
    localStorage.setItem(KEY, JSON.stringify(look));
  } catch {
    // Storage may be closed to us: the desk works without.
  }
  return look;
}

export function useLook(): [Look, (change: Change) => void] {
  const [look, setLook] = useState(() => parseLook(stored()));
  useEffect(() => {
    document.documentElement.dataset.size = String(look.size);
  }, [look.size]);
  return [look, (change) => setLook((now) => keep({ ...now, ...(typeof change === "function" ? change(now) : change) }))];
}

/** Whether the page is dark now, by choice or by the system; the style sheet is told. */
export function useDark(theme: Look["theme"]): boolean {
  const [system, setSystem] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const changed = () => setSystem(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  const dark = theme ? theme === "dark" : system;
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  return dark;
}
