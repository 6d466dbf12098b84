/**
 * Call time on this page.
 *
 * The server says what second of the call it is with every view; between views the page counts on. A message that was
 * held up makes the call look younger than it is, never older: so an early message is believed at once and a late one
 * only a little, and only a jump of more than a second (a pause, another place in the call) is taken as it stands.
 */

export interface Clock {
  /** Second of the call at `wall`. */
  at: number;
  /** Milliseconds of the page's own monotonic clock. */
  wall: number;
  running: boolean;
}

export const STOPPED: Clock = { at: 0, wall: 0, running: false };

const JUMP_S = 1;
const TRUST_IN_A_LATE_ONE = 0.1;

/** Second of the call at `wall` milliseconds. */
export function read(clock: Clock, wall: number): number {
  return clock.running ? clock.at + Math.max(0, wall - clock.wall) / 1000 : clock.at;
}

/** The clock after the server said that it is second `now` of the call. */
export function hear(clock: Clock, now: number, running: boolean, wall: number): Clock {
  if (!running || !clock.running) return { at: now, wall, running };
  const here = read(clock, wall);
  const late = here - now;
  if (late <= 0 || late > JUMP_S) return { at: now, wall, running };
  return { at: here - late * TRUST_IN_A_LATE_ONE, wall, running };
}
