/** Trying a destination: first what would go out, then, if one wants, one message that really goes. */

import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { Destination, Tried } from "../generated";
import { TAKE_ADDRESSES } from "./form";
import { type Store, addresses } from "./store";
import { triedWords } from "./words";

interface Props {
  destination: Destination;
  store: Store;
  onClose(): void;
}

const TO = "steadyline.test-to";

export function Trial({ destination, store, onClose }: Props) {
  const takesAddresses = TAKE_ADDRESSES.includes(destination.kind);
  const [to, setTo] = useState(() => sessionStorage.getItem(TO) ?? "");
  const [text, setText] = useState("");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const newest = useRef(0);
  const id = useId();
  const written = JSON.stringify(destination);
  const ready = !takesAddresses || addresses(to).length > 0;

  useEffect(() => {
    (panel.current?.querySelector<HTMLElement>("input") ?? panel.current)?.focus();
    panel.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useEffect(() => {
    setTried(null);
    if (!ready) return (setText(""), setWhy(""));
    const turn = ++newest.current;
    const timer = setTimeout(async () => {
      const outcome = await store.rehearse(destination, addresses(to));
      if (turn !== newest.current) return;
      setText("answer" in outcome ? outcome.answer.text : "");
      setWhy("why" in outcome ? outcome.why : "");
    }, 250);
    return () => clearTimeout(timer);
  }, [written, to]);

  const send = async () => {
    if (busy || !ready) return;
    setBusy(true);
    setTried(null);
    sessionStorage.setItem(TO, to);
    const outcome = await store.test(destination, addresses(to));
    setBusy(false);
    if ("answer" in outcome) setTried(outcome.answer);
    setWhy("why" in outcome ? outcome.why : "");
  };
  const came = tried && triedWords(tried, destination.name);
  return (
    <section
      ref={panel}
      class="trial"
      tabIndex={-1}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <h3 id={id}>Try {destination.name || "it"}</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {takesAddresses && (
          <label>
            To whom the test goes
            <input type="text" inputMode="email" autocomplete="email" value={to} placeholder="you@example.com" onInput={(event) => setTo(event.currentTarget.value)} />
          </label>
        )}
        <div class="answer">
          <button type="submit" class="main" disabled={!ready || busy || !text}>
            {busy ? "Sending…" : "Send one test message"} {takesAddresses && <kbd>Enter</kbd>}
          </button>
          <button type="button" onClick={onClose}>
            Close <kbd>Esc</kbd>
          </button>
        </div>
      </form>
      <div role="status" class="came" data-outcome={tried?.outcome}>
        {came && (
          <>
            <p class="came-head">{came.head}</p>
            {came.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </>
        )}
      </div>
      <p class="told wrong" role="alert">
        {why}
      </p>
      {!ready && <p class="hint">Write an address, and you see here what would go out. Nothing is sent before you say so.</p>}
      {text && (
        <>
          <p class="hint">This is what would go out, whole, with secrets blotted. Nothing was sent by looking at it.</p>
          <pre class="file" tabIndex={0} aria-label="What would go out">
            {text}
          </pre>
        </>
      )}
    </section>
  );
}
