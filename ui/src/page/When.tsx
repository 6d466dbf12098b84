/**
 * By when: a day, and a time of it, which may be left out: then it is until business closes that day.
 *
 * The value is "2026-11-24T17:00", "2026-11-24", or empty: what the server reads on the customer's clock. An hour that
 * this clock shows twice, as it goes back, is asked about and carries its offset: "2026-11-01T01:30-04:00".
 */

import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";

import { parts, twice } from "./wall";

interface Props {
  label: ComponentChildren;
  value: string;
  /** The zone of the clock on which it is written; empty where that is not known here. */
  zone: string;
  required?: boolean;
  onValue(value: string): void;
}

export function When({ label, value, zone, required, onValue }: Props) {
  const { day, time, offset } = parts(value);
  const both = twice(day, time, zone);
  const set = (day: string, time: string) => onValue(time ? `${day}T${time}` : day);
  const stale = offset !== "" && !both?.includes(offset);
  useLayoutEffect(() => {
    if (stale) set(day, time); // It was of another clock.
  }, [stale]);
  return (
    <>
      <label>
        {label}
        <input type="date" value={day} required={required || time !== ""} onInput={(event) => set(event.currentTarget.value, time)} />
      </label>
      <label>
        Time, or none: until business closes
        <input type="time" value={time} onInput={(event) => set(day, event.currentTarget.value)} />
      </label>
      {both && (
        <label>
          It comes twice, as the clocks go back
          <select value={offset} required onChange={(event) => onValue(`${day}T${time}${event.currentTarget.value}`)}>
            <option value="">Choose which</option>
            <option value={both[0]}>The first, before they go back</option>
            <option value={both[1]}>The second, after that</option>
          </select>
        </label>
      )}
    </>
  );
}
