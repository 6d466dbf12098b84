/** Who acts, asked for where nobody has said it yet. */

import type { Store } from "./store";

export function YourName({ by, store }: { by: string; store: Store }) {
  return (
    <label>
      Your name, which stands beside it
      <input type="text" value={by} maxLength={100} required onInput={(event) => store.iAm(event.currentTarget.value)} />
    </label>
  );
}
