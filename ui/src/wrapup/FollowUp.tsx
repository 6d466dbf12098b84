/** The message to the customer: drafted from the promises as they stand, edited and approved by a person, then copied. */

import { useEffect, useState } from "preact/hooks";

import { Copy } from "../page/Copy";
import type { WrapUpView } from "../generated";
import { focusOn } from "./focus";
import type { Say } from "./store";

interface Props {
  view: WrapUpView;
  /** Acts are on their way: the draft may change yet. */
  waiting: boolean;
  say: Say;
}

export function FollowUp({ view, waiting, say }: Props) {
  const ours = view.text || view.draft;
  const [text, setText] = useState(ours);
  const [from, setFrom] = useState(ours);
  const touched = text !== from;
  useEffect(() => {
    if (touched || ours === from) return;
    setText(ours);
    setFrom(ours);
  }, [ours, touched]);
  const startFrom = (words: string) => {
    setText(words);
    setFrom(words);
  };
  const over = view.state === "ended";
  const approved = Boolean(view.text) && text === view.text;
  const [asked, setAsked] = useState(false);
  const settled = !waiting && (touched || text === ours);
  useEffect(() => {
    if (!asked || !settled) return;
    setAsked(false);
    void say({ type: "approve", text, draft: view.own_draft }).then((written) => written && setFrom(text));
  }, [asked, settled]);
  /** What is approved is the message with all that was settled before, also where that is still on its way. */
  const approve = () => {
    if (!over) return;
    setAsked(true);
    focusOn("copy");
  };
  const unsettled = view.promises.filter(({ verdict, who }) => verdict === "draft" && who !== "customer").length;
  return (
    <section class="card follow-up" aria-labelledby="follow-up-title">
      <div class="head">
        <h2 id="follow-up-title">Follow-up message</h2>
        <span class="tag" role="status">{approved ? `✓ approved${view.approved_by && ` by ${view.approved_by}`}` : view.text ? "edited since approved" : "draft"}</span>
      </div>
      <textarea
        data-does="message"
        aria-labelledby="follow-up-title"
        aria-describedby="follow-up-hint"
        value={text}
        maxLength={10000}
        rows={Math.min(16, Math.max(9, text.split("\n").length + 1))}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            approve();
          } else if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <p id="follow-up-hint" class="hint" role="status">
        {!over && "It grows with the call, and can be approved once that is over. "}
        {view.stale && approved && "A promise was changed after this was approved. "}
        {touched && text !== view.draft && ours !== from && "The draft changed while you wrote. "}
        {!view.stale && !approved && unsettled > 0 && `${unsettled === 1 ? "One promise in it is" : `${unsettled} promises in it are`} not settled yet.`}
      </p>
      <div class="answer">
        {over && (
          <button type="button" class="main" data-does="approve" disabled={approved && !view.stale} onClick={approve}>
            Approve <kbd>A</kbd>
          </button>
        )}
        <Copy text={text} pressed={{ key: "Y", does: "copy" }} onCopied={() => document.getElementById("scorecard-title")?.focus()} />
        {text !== view.draft && (
          <button type="button" class="quiet" onClick={() => startFrom(view.draft)}>
            Start from the draft again
          </button>
        )}
        {view.draft !== view.own_draft && text === view.draft && (
          <button type="button" class="quiet" onClick={() => startFrom(view.own_draft)}>
            Without {view.reworded_by}’s words
          </button>
        )}
      </div>
    </section>
  );
}
