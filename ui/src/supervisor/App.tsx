/** The supervisor's page: the calls that need somebody, each with why; below them, calm, the rest. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { CallShown } from "../generated";
import { type Change, type Look, SIZES, nextSize, useDark, useLook } from "../desk/look";
import { useTick } from "../desk/store";
import { linkWords } from "../desk/words";
import { type Action, actionOf, calmWords, headline } from "./board";
import { Calm, Judged, Over } from "./Calm";
import { Give } from "./Give";
import { Keys } from "./Keys";
import { Needed } from "./Needed";
import { type Store, useStore } from "./store";

export function App({ store }: { store: Store }) {
  const state = useStore(store);
  const [look, setLook] = useLook();
  const dark = useDark(look.theme);
  const [giving, setGiving] = useState<CallShown | null>(null);
  const [help, setHelp] = useState(false);
  const wall = useTick(1000, true);
  const { board } = state;
  useTitle(board?.needed.length ?? 0);
  useKeys((action, call) => {
    const shown = store.state.board?.needed.find((one) => one.call === call);
    if (!shown?.alert) return;
    if (action === "give") setGiving(shown);
    else if (action === "open") openDesk(shown.call);
    else if (action === "useful" || action === "not_useful") store.judge(shown.call, shown.alert.id, action === "useful");
  }, giving !== null || help);

  return (
    <>
      <Top look={look} dark={dark} link={state.link} onLook={setLook} onHelp={() => setHelp(true)} />
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
      <Keys open={help} onClose={() => setHelp(false)} />
    </>
  );
}

export function openDesk(call: string): void {
  open(`/?call=${encodeURIComponent(call)}`, "_blank", "noopener");
}

interface TopProps {
  look: Look;
  dark: boolean;
  link: "connecting" | "open" | "lost";
  onLook(change: Change): void;
  onHelp(): void;
}

function Top({ look, dark, link, onLook, onHelp }: TopProps) {
  return (
    <header class="top">
      <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
        <path d="M2 8c4-8 7-8 9 2s5 9 8 4 4-3 11-3" />
      </svg>
      <h1 class="people">
        <span class="customer-name">Supervisor</span>
      </h1>
      <p class="link" role="status" data-link={link}>
        {linkWords(link)}
        {link === "lost" && "…"}
      </p>
      <div class="tools" role="group" aria-label="This page">
        <button type="button" aria-label="Smaller text" disabled={look.size === SIZES[0]} onClick={() => onLook((now) => ({ size: nextSize(now.size, -1) }))}>
          A−
        </button>
        <button type="button" aria-label="Larger text" disabled={look.size === SIZES.at(-1)} onClick={() => onLook((now) => ({ size: nextSize(now.size, 1) }))}>
          A+
        </button>
        <button type="button" onClick={() => onLook({ theme: dark ? "light" : "dark" })}>
          {dark ? "Light" : "Dark"}
        </button>
        <button type="button" aria-label="Help: the keys" aria-haspopup="dialog" onClick={onHelp}>
          ?
        </button>
      </div>
    </header>
  );
}

/** Keys act on the card that has the focus and on no other: nobody judges a call by accident. */
function useKeys(act: (action: Action, call: string) => void, blocked: boolean): void {
  const newest = useRef({ act, blocked });
  newest.current = { act, blocked };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (!action || newest.current.blocked || (event.target as Element).matches("input, select, textarea")) return;
      const cards = [...document.querySelectorAll<HTMLElement>("[data-needed]")];
      const here = cards.findIndex((card) => card.contains(document.activeElement));
      if (action === "next" || action === "before") {
        const to = cards[here < 0 ? 0 : Math.max(0, Math.min(cards.length - 1, here + (action === "next" ? 1 : -1)))];
        if (!to) return;
        event.preventDefault();
        to.focus();
      } else if (here >= 0) {
        event.preventDefault();
        newest.current.act(action, cards[here]!.dataset.needed!);
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

function useTitle(count: number): void {
  useEffect(() => {
    document.title = `${count ? `(${count}) ` : ""}Supervisor · Steadyline`;
  }, [count]);
}
