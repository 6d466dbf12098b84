/** The way from the desk to the wrap-up. During the call it is a window of its own: the desk must stay in sight. */

/** Where the wrap-up of this call is. */
export function wrapUpOf(call: string): string {
  return `/wrapup/${encodeURIComponent(call)}`;
}

/** Opens it in its window, or goes to it where it is open: loaded again, it would lose what is being written there. */
export function openWrapUp(call: string): void {
  const there = window.open("", `wrapup ${call}`);
  if (!there) return;
  if (there.location.pathname !== wrapUpOf(call)) there.location.href = wrapUpOf(call);
  there.focus();
}
