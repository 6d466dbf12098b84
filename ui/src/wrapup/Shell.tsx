/** What every page beside the desk has: where one is, the way to the others, and how this person likes it. */

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import { SIZES, nextSize, useDark, useLook } from "../desk/look";

const PLACES = [
  { path: "/", title: "Desk" },
  { path: "/calls", title: "Calls" },
  { path: "/regroup", title: "Regroup" },
  { path: "/playbook", title: "Playbook" },
] as const;

export function Shell(props: { title: string; rest?: string; children: ComponentChildren }) {
  const [look, setLook] = useLook();
  const dark = useDark(look.theme);
  useEffect(() => {
    document.title = `${props.title} · Steadyline`;
  }, [props.title]);
  return (
    <>
      <header class="top">
        <svg class="mark" viewBox="0 0 32 20" aria-hidden="true">
          <path d="M2 8c4-8 7-8 9 2s5 9 8 4 4-3 11-3" />
        </svg>
        <h1 class="people">
          <span class="customer-name">{props.title}</span>
          {props.rest && <span class="rest">{props.rest}</span>}
        </h1>
        <nav class="places" aria-label="Pages">
          {PLACES.map(({ path, title }) => (
            <a key={path} href={path} aria-current={location.pathname === path ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <div class="tools" role="group" aria-label="This page">
          <button type="button" aria-label="Smaller text" disabled={look.size === SIZES[0]} onClick={() => setLook((now) => ({ size: nextSize(now.size, -1) }))}>
            A−
          </button>
          <button type="button" aria-label="Larger text" disabled={look.size === SIZES.at(-1)} onClick={() => setLook((now) => ({ size: nextSize(now.size, 1) }))}>
            A+
          </button>
          <button type="button" onClick={() => setLook({ theme: dark ? "light" : "dark" })}>
            {dark ? "Light" : "Dark"}
          </button>
        </div>
      </header>
      {props.children}
    </>
  );
}
