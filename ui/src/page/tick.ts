/** A part of the page that shows what time it is: looked at again and again. */

import { useEffect, useState } from "preact/hooks";

/** The monotonic clock, looked at every `everyMs` milliseconds while `on`. */
export function useTick(everyMs: number, on: boolean): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => setTick((ticks) => ticks + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, on]);
  return performance.now();
}
