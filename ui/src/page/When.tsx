/**
 * By when: a day, and a time of it, which may be left out: then it is until business closes that day.
 *
 * The value is "2026-11-24T17:00", "2026-11-24", or empty: what the server reads on the customer's clock.
 */

import type { ComponentChildren } from "preact";

interface Props {
  label: ComponentChildren;
  value: string;
  required?: boolean;
  onValue(value: string): void;
}

export function When({ label, value, required, onValue }: Props) {
  const [day = "", time = ""] = value.split("T");
  const set = (day: string, time: string) => onValue(time ? `${day}T${time}` : day);
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
    </>
  );
}
