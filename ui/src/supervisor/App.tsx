/** The supervisor's page: the calls that need somebody, each with why; below them, calm, the rest. */

import { useState } from "preact/hooks";

import type { CallShown } from "../generated";
import { LinkState, linkWords } from "../page/LinkState";
import { Shell } from "../page/Shell";
import { useHeld } from "../page/held";
import { isCovered, takesKeys, useKeyDown } from "../page/keys";
import { useTick } from "../page/tick";
import { type Action, KEYS, actionOf, calmWords, headline } from "./board";
import { Calm, Judged, Over } from "./Calm";
import { Give } from "./Give";
import { Needed } from "./Needed";
import type { Store } from "./store";

export function App({ store }: { store: Store }) {
  const state = useHeld(store);
  const [giving, setGiving] = useState<CallShown | null>(null);
  const wall = useTick(1000, true);
  const { board } = state;
  useActions((action, call) => {
    const shown = store.state.board?.needed.find((one) => one.call === call);
    if (!shown?.alert) return;
    if (action === "give") setGiving(shown);
    else if (action === "open") openDesk(shown.call);
    else if (action === "useful" || action === "not_useful") store.judge(shown.call, shown.alert.id, action === "useful");
  });

  return (
    <Shell
      title="Supervisor"
      count={board?.needed.length ?? 0}
      standing={<LinkState link={state.link} />}
      keys={KEYS}
      note="A key acts on the call that has the focus, and on no other."
    >
      <p class="unseen" role="status" aria-live="polite">
        {state.news}
      </p>
      <p class="notice" role="status">
        {state.problem}
      </p>
      {board ? (
        <main class="room">
          <div class="headline">
            <h2>{headline(board)}</h2>
            <p>{calmWords(board)}</p>
          </div>
          {board.needed.length > 0 && (
            <ol class="needed" aria-label="Calls that need you">
              {board.needed.map((call) => (
                <Needed key={call.call} call={call} state={state} wall={wall} store={store} onGive={() => setGiving(call)} />
              ))}
            </ol>
          )}
          <Calm state={state} board={board} wall={wall} onGive={setGiving} />
          <Over board={board} store={store} />
          <Judged board={board} />
        </main>
      ) : (
        <main class="room">
          <div class="headline">
            <h2>{linkWords(state.link)}…</h2>
          </div>
        </main>
      )}
      <Give call={giving} store={store} onClose={() => setGiving(null)} />
    </Shell>
  );
}

export function openDesk(call: string): void {
  open(`/?call=${encodeURIComponent(call)}`, "_blank", "noopener");
}

/** Keys act on the card that has the focus and on no other: nobody judges a call by accident. */
function useActions(act: (action: Action, call: string) => void): void {
  useKeyDown((event) => {
    const action = actionOf(event);
    if (!action || isCovered() || takesKeys(document.activeElement)) return;
    const cards = [...document.querySelectorAll<HTMLElement>("[data-needed]")];
    const here = cards.findIndex((card) => card.contains(document.activeElement));
    if (action === "next" || action === "before") {
      const to = cards[here < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, here + (action === "next" ? 1 : -1)))];
      if (!to) return;
      event.preventDefault();
      to.focus();
    } else if (here >= 0) {
      event.preventDefault();
      act(action, cards[here]!.dataset.needed!);
    }
  });
}
