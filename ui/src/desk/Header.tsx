/** Who is on the call, how long it has gone on, whether the desk is connected; and how this person likes the desk. */

import type { Desk } from "../generated";
import { read } from "./clock";
import { type Change, type Look, SIZES, nextSize } from "./look";
import type { SoundState } from "./sound";
import type { State } from "./state";
import { useTick } from "./store";
import { clockTime, linkWords } from "./words";

interface Props {
  state: State;
  look: Look;
  dark: boolean;
  sound: SoundState;
  onLook(change: Change): void;
  onSound(): void;
  onBrief(): void;
  onAskHelp(): void;
  onHelp(): void;
}

export function Header(props: Props) {
  const { state, look, dark } = props;
  return (
    <header class="top">
      <Mark />
      {state.view ? <People view={state.view} /> : <p class="people">Steadyline</p>}
      {state.view && <CallTime state={state} view={state.view} />}
      <p class="link" role="status" data-link={state.link}>
        {linkWords(state.link)}
        {state.link === "lost" && "…"}
      </p>
      <div class="tools" role="group" aria-label="This desk">
        {state.view?.state === "live" && (
          <button type="button" aria-haspopup="dialog" onClick={props.onBrief}>
            Brief <kbd>B</kbd>
          </button>
        )}
        {state.view?.state === "live" && <AskHelp help={state.view.help} onAskHelp={props.onAskHelp} />}
        <SoundButton sound={props.sound} onSound={props.onSound} />
        <button type="button" aria-label="Smaller text" disabled={look.size === SIZES[0]} onClick={() => props.onLook((now) => ({ size: nextSize(now.size, -1) }))}>
          A−
        </button>
        <button type="button" aria-label="Larger text" disabled={look.size === SIZES.at(-1)} onClick={() => props.onLook((now) => ({ size: nextSize(now.size, 1) }))}>
          A+
        </button>
        <button type="button" onClick={() => props.onLook({ theme: dark ? "light" : "dark" })}>
          {dark ? "Light" : "Dark"}
        </button>
        <button type="button" aria-label="Help: the keys" aria-haspopup="dialog" onClick={props.onHelp}>
          ?
        </button>
      </div>
    </header>
  );
}

/** Whatever came of it stands on the button, which cannot be pressed twice for one need. */
function AskHelp({ help, onAskHelp }: { help: Desk["help"]; onAskHelp(): void }) {
  const asked = help === "asked";
  return (
    <button type="button" class="ask-help" disabled={asked} onClick={onAskHelp}>
      {asked ? "✓ Help asked for" : "Ask for help"} {!asked && <kbd>H</kbd>}
    </button>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
      <path d="M2 8c4-8 7-8 9 2s5 9 8 4 4-3 11-3" />
    </svg>
  );
}

function People({ view }: { view: Desk }) {
  const { company, agent, customer } = view.header;
  return (
    <h1 class="people">
      <span class="customer-name">{customer.name || customer.ref || "Customer"}</span>
      <span class="rest">
        {agent.name && `with ${agent.name}`}
        {agent.name && company && " · "}
        {company}
      </span>
    </h1>
  );
}

function CallTime({ state, view }: { state: State; view: Desk }) {
  const wall = useTick(500, state.clock.running);
  const live = view.state === "live";
  return (
    <p class="call-time" data-state={view.state}>
      <span class="live-mark" aria-hidden="true" />
      {live ? "Live" : "Ended"} <time>{clockTime(live ? read(state.clock, wall) : view.at)}</time>
    </p>
  );
}

function SoundButton({ sound, onSound }: { sound: SoundState; onSound(): void }) {
  if (sound === "none") return null;
  const label = { off: "Sound off", blocked: "Turn the sound on", on: "Sound on" }[sound];
  return (
    <button type="button" class={sound === "blocked" ? "main" : "sound"} aria-pressed={sound === "on"} data-sound={sound} onClick={onSound}>
      {label} <kbd>S</kbd>
    </button>
  );
}
