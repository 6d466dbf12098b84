/** No call: a calm page that says how one comes in. */

import type { State } from "./state";
import { PlayButton } from "./Ended";

export function Waiting({ state, onPlay }: { state: State; onPlay(): Promise<void> }) {
  if (!state.idle) return <Looking link={state.link} />;
  return (
    <main class="waiting">
      <h1>No call just now.</h1>
      <p>The desk wakes by itself when one begins.</p>
      {state.demo && <PlayButton label="Play the shipped call" onPlay={onPlay} />}
      <p>
        <a href="/calls">Calls so far</a> · <a href="/regroup">Regroup</a>
      </p>
      <div class="how">
        <p>To send a recording in at real speed:</p>
        <code>steadyline stream CALL --to {socketOrigin()}</code>
      </div>
    </main>
  );
}

function Looking({ link }: { link: State["link"] }) {
  const lost = link === "lost";
  return (
    <main class="waiting" aria-busy="true">
      <h1>{lost ? "Looking for the server." : "One moment."}</h1>
      <p>{lost ? "It does not answer yet. The desk keeps trying by itself." : "Connecting to the server."}</p>
    </main>
  );
}

function socketOrigin(): string {
  return location.origin.replace(/^http/, "ws");
}
