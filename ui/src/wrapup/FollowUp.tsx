/** The message to the customer: drafted from the promises as they stand, edited and approved by a person, then copied. */

import type { Ref } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Copy } from "../desk/Copy";
import type { WrapUpView } from "../generated";
import type { Bare } from "./store";

interface Props {
  view: WrapUpView;
  field: Ref<HTMLTextAreaElement>;
  say(wish: Bare): Promise<boolean>;
}

export function FollowUp({ view, field, say }: Props) {
  const ours = view.text || view.draft;
  const [text, setText] = useState(ours);
  const [from, setFrom] = useState(ours);
  const touched = text !== from;
  useEffect(() => {
    if (touched || ours === from) return;
    setText(ours);
    setFrom(ours);
  }, [ours]);
  const startFrom = (words: string) => {
    setText(words);
    setFrom(words);
  };
  const approved = Boolean(view.text) && text === view.text;
  const approve = () => {
    setFrom(text);
    void say({ type: "approve", text });
  };
  const unsettled = view.promises.filter(({ verdict, who }) => verdict === "draft" && who !== "customer").length;
  return (
    <section class="card follow-up" aria-labelledby="follow-up-title">
      <div class="head">
        <h2 id="follow-up-title">Follow-up message</h2>
        <span class="tag">{approved ? `✓ approved${view.approved_by && ` by ${view.approved_by}`}` : view.text ? "edited since approved" : "draft"}</span>
      </div>
      <textarea
        ref={field}
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
        {view.stale && approved && "A promise was changed after this was approved. "}
        {touched && text !== view.draft && ours !== from && "The draft changed while you wrote. "}
        {!view.stale && !approved && unsettled > 0 && `${unsettled === 1 ? "One promise in it is" : `${unsettled} promises in it are`} not settled yet.`}
      </p>
      <div class="answer">
        <button type="button" class="main" disabled={approved && !view.stale} onClick={approve}>
          Approve <kbd>Ctrl Enter</kbd>
        </button>
        <Copy text={text} />
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
