/** The call is over: what the next person needs, a message to send, and nothing in a hurry. */

import { useState } from "preact/hooks";

import type { Desk } from "../generated";

interface Props {
  view: Desk;
  canPlay: boolean;
  onPlay(): Promise<void>;
}

export function Ended({ view, canPlay, onPlay }: Props) {
  return (
    <section class="card ended" aria-label="The call has ended">
      <div class="ended-head">
        <h2>The call has ended.</h2>
        {canPlay && <PlayButton label="Play it again" onPlay={onPlay} />}
      </div>
      <div class="ended-texts">
        <article aria-labelledby="brief-title">
          <h3 id="brief-title">Brief for the next person</h3>
          <p class="text">{view.brief || "Nothing written yet."}</p>
        </article>
        <article aria-labelledby="follow-up-title">
          <div class="ended-head">
            <h3 id="follow-up-title">
              Follow-up message <span class="tag">draft</span>
            </h3>
            {view.follow_up && <CopyButton text={view.follow_up} />}
          </div>
          <p class="text">{view.follow_up || "Nothing written yet."}</p>
        </article>
      </div>
    </section>
  );
}

export function PlayButton({ label, onPlay }: { label: string; onPlay(): Promise<void> }) {
  const [asked, setAsked] = useState(false);
  const play = async () => {
    setAsked(true);
    await onPlay();
    setAsked(false);
  };
  return (
    <button type="button" disabled={asked} onClick={play}>
      {asked ? "Starting…" : label}
    </button>
  );
}

function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(copied ? "Copied" : "Not copied: select the text instead");
    setTimeout(() => setSaid(""), 4000);
  };
  return (
    <span class="copy">
      <span class="copied" role="status">
        {said}
      </span>
      <button type="button" onClick={copy}>
        Copy
      </button>
    </span>
  );
}
