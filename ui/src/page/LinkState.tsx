/** Whether the page hears the server. */

import type { Link } from "./connection";

export function linkWords(link: Link): string {
  return { connecting: "Connecting", open: "Connected", lost: "Reconnecting" }[link];
}

export function LinkState({ link }: { link: Link }) {
  return (
    <p class="link" role="status" data-link={link}>
      {linkWords(link)}
      {link === "lost" && "…"}
    </p>
  );
}
