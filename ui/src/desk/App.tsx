/** The desk: one view of one call, and what this person does with it. */

import { useEffect, useState } from "preact/hooks";

import type { Desk } from "../generated";
import { Keys } from "../page/Keys";
import { useHeld } from "../page/held";
import { isCovered, useKeyDown } from "../page/keys";
import { useDark, useLook } from "../page/look";
import { useTick } from "../page/tick";
import { BriefSoFar } from "./BriefSoFar";
import { read } from "./clock";
import { CueCard } from "./CueCard";
import { Ended } from "./Ended";
import { Header } from "./Header";
import { Heat } from "./Heat";
import { type Action, KEYS, actionOf, isControl } from "./keys";
import { Ladder } from "./Ladder";
import { Concerns, Promises } from "./Notes";
import { useSound } from "./sound";
import type { State } from "./state";
import { Steps } from "./Steps";
import type { Store } from "./store";
import { Transcript } from "./Transcript";
import { Waiting } from "./Waiting";
import { openWrapUp, wrapUpOf } from "./wayOn";
import { qualityWords, supervisorWords } from "./words";

export function App({ store }: { store: Store }) {
  const state = useHeld(store);
  const [look, setLook] = useLook();
  const dark = useDark(look.theme);
  const [help, setHelp] = useState(false);
  const [brief, setBrief] = useState(false);
  const sound = useSound(state.audio, look.sound, store.now);

  const onSound = () => {
    if (sound.state === "blocked") sound.unblock();
    else if (sound.state !== "none") setLook({ sound: !look.sound });
  };
  useActions({
    take: () => store.press("take"),
    dismiss: () => store.press("dismiss"),
    cues: () => store.switchCues(),
    sound: onSound,
    brief: () => setBrief(!brief && state.view?.state === "live"),
    supervisor: () => store.askHelp(),
    wrapup: () => {
      if (state.view?.state === "live") openWrapUp(state.view.call);
      else if (state.view) location.href = wrapUpOf(state.view.call);
    },
    help: () => setHelp(!help),
  }, help ? "help" : brief ? "brief" : null);
  useTitle(state.view);

  return (
    <>
      <Header state={state} look={look} dark={dark} sound={sound.state} onLook={setLook} onSound={onSound} onBrief={() => setBrief(true)} onAskHelp={() => store.askHelp()} onHelp={() => setHelp(true)} />
      <Notice state={state} />
      {state.view ? (
        <main class="desk" data-state={state.view.state}>
          {state.view.state === "live" ? (
            <CueCard
              state={state}
              view={state.view}
              onPress={(kind) => store.press(kind)}
              onSwitch={() => store.switchCues()}
              onLevel={(level) => store.chooseLevel(level)}
            />
          ) : (
            <Ended view={state.view} canPlay={state.audio !== null} onPlay={() => store.play()} />
          )}
          <LadderNow state={state} view={state.view} />
          <Steps view={state.view} />
          <div class="below">
            <Heat view={state.view} dark={dark} size={look.size} />
            <Concerns view={state.view} />
            <Promises view={state.view} />
          </div>
          <Transcript state={state} view={state.view} />
        </main>
      ) : (
        <Waiting state={state} onPlay={() => store.play()} />
      )}
      {state.view && <BriefSoFar view={state.view} open={brief} onClose={() => setBrief(false)} />}
      <Keys
        keys={KEYS}
        note="A cue goes by itself when its moment has passed. You need not answer it."
        open={help}
        onClose={() => setHelp(false)}
      />
    </>
  );
}

function LadderNow({ state, view }: { state: State; view: Desk }) {
  const wall = useTick(500, view.ladder !== null && state.clock.running);
  return <Ladder view={view} now={read(state.clock, wall)} />;
}

/** What went wrong or is less than it could be: one quiet line. */
function Notice({ state }: { state: State }) {
  const words = [state.problem, ...(state.view ? [supervisorWords(state.view), qualityWords(state.view)] : [])].filter(Boolean).join(" ");
  return (
    <p class="notice" role="status">
      {words}
    </p>
  );
}

type Actions = Record<Action, () => void>;

/** While something lies over the desk it has the keys to itself, but for the one that closes it. */
function useActions(actions: Actions, open: Action | null): void {
  useKeyDown((event) => {
    const focused = document.activeElement;
    const action = actionOf(event, isControl(focused));
    if (!action || (isCovered() && action !== open)) return;
    if (event.key === "Escape" && focused?.matches("select")) return; // It closes the choice, and no more.
    event.preventDefault();
    actions[action]();
  });
}

function useTitle(view: Desk | null): void {
  const name = view?.header.customer.name;
  const title = `${name ? `${name} · ` : ""}Desk · Steadyline`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
