/** What every page beside the desk has: where one is, the way to the others, how this person likes it, and its keys. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import { Keys, KeysButton } from "./Keys";
import { LookButtons } from "./LookButtons";
import { Mark, Places } from "./Places";
import { type Key, isCovered, takesKeys, useKeyDown } from "./keys";
import { useDark, useLook } from "./look";

interface Props {
  title: string;
  rest?: string;
  /** What stands before the title in the browser's own list of pages. */
  count?: number;
  /** How things stand, beside the title. */
  standing?: ComponentChildren;
  keys?: readonly Key[];
  note?: string;
  children: ComponentChildren;
}

export function Shell({ title, rest, count, standing, keys, note, children }: Props) {
  const [look, setLook] = useLook();
  const dark = useDark(look.theme);
  const [help, setHelp] = useState(false);
  const named = `${count ? `(${count}) ` : ""}${title} · Steadyline`;
  useEffect(() => {
    document.title = named;
  }, [named]);
  useKeyDown((event) => {
    if (!keys || event.key !== "?" || takesKeys(document.activeElement) || (isCovered() && !help)) return;
    event.preventDefault();
    setHelp(!help);
  });
  return (
    <>
      <header class="top">
        <Mark />
        <h1 class="people">
          <span class="customer-name">{title}</span>
          {rest && <span class="rest">{rest}</span>}
        </h1>
        {standing}
        <Places />
        <div class="tools" role="group" aria-label="This page">
          <LookButtons look={look} dark={dark} onLook={setLook} />
          {keys && <KeysButton onOpen={() => setHelp(true)} />}
        </div>
      </header>
      {children}
      {keys && <Keys keys={keys} note={note ?? ""} open={help} onClose={() => setHelp(false)} />}
    </>
  );
}
