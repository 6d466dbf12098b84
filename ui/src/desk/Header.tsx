/** Who is on the call, how long it has gone on, whether the desk is connected; and how this person likes the desk. */

import type { Desk } from "../generated";
import { KeysButton } from "../page/Keys";
import { LinkState } from "../page/LinkState";
import { LookButtons } from "../page/LookButtons";
import { PlacesButton } from "../page/Places";
import type { Change, Look } from "../page/look";
import { useTick } from "../page/tick";
import { read } from "./clock";
import type { SoundState } from "./sound";
import type { State } from "./state";
import { clockTime } from "./words";

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
      <PlacesButton />
      {state.view ? <People view={state.view} /> : <p class="people">Steadyline</p>}
      {state.view && <CallTime state={state} view={state.view} />}
      <LinkState link={state.link} />
      <div class="tools" role="group" aria-label="This desk">
        {state.view?.state === "live" && (
          <button type="button" aria-haspopup="dialog" onClick={props.onBrief}>
            Brief <kbd>B</kbd>
          </button>
        )}
        {state.view?.state === "live" && <AskHelp help={state.view.help} onAskHelp={props.onAskHelp} />}
        <SoundButton sound={props.sound} onSound={props.onSound} />
        <LookButtons look={look} dark={dark} onLook={props.onLook} />
        <KeysButton onOpen={props.onHelp} />
      </div>
    </header>
  );
}

/** Whatever came of it stands on the button, which cannot be pressed twice for one need. */
function AskHelp({ help, onAskHelp }: { help: Desk["help"]; onAskHelp(): void }) {
  const asked = help === "asked";
  return (
    <button type="button" class="ask-help" disabled={asked} onClick={onAskHelp}>
      {asked ? "✓ Help asked for" : help === "declined" ? "Ask again" : "Ask for help"} {!asked && <kbd>H</kbd>}
    </button>
  );
}

function People({ view }: { view: Desk }) {
  const { company, agent, customer } = view.header;
  return (
    <h1 class="people">
      {customer.ref ? (
        <a class="customer-name" href={`/customer/${encodeURIComponent(customer.ref)}`} target="_blank" rel="noopener" title="What was promised before, in another window">
          {customer.name || customer.ref}
        </a>
      ) : (
        <span class="customer-name">{customer.name || "Customer"}</span>
      )}
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
