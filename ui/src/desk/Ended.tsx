/** The call is over: what is left to do in a minute, and the brief, whole. Nothing in a hurry. */

import { useState } from "preact/hooks";

import type { Desk } from "../generated";
import { Copy } from "../page/Copy";
import { wrapUpOf } from "./wayOn";

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
      <div class="ended-ways">
        <a class="button main" href={wrapUpOf(view.call)}>
          Wrap up <kbd>W</kbd>
        </a>
        <p>
          {toConfirm(view)}, a follow-up message to
          read, a scorecard. <a href="/regroup">Regroup</a> is yours alone. <a href="/calls">All calls</a>.
        </p>
      </div>
      <article aria-labelledby="brief-title">
        <div class="ended-head">
          <h3 id="brief-title">Brief for the next person</h3>
          {view.brief && <Copy text={view.brief} />}
        </div>
        <BriefText text={view.brief} />
      </article>
    </section>
  );
}

function toConfirm({ promises }: Desk): string {
  if (promises.length === 0) return "No promise was heard";
  const left = promises.filter(({ verdict }) => verdict === "draft").length;
  if (left === 0) return "All promises are settled";
  return left === 1 ? "One promise to confirm" : `${left} promises to confirm`;
}

/** The brief, a line each. */
export function BriefText({ text }: { text: string }) {
  if (!text) return <p class="none">Nothing written yet.</p>;
  return (
    <ul class="brief-text">
      {text.split("\n").map((line) => (
        <li>{line}</li>
      ))}
    </ul>
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
