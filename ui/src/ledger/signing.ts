/** The name under a letter, as its draft ends with it. Pure. */

/** ``text`` with ``now`` under it in place of ``before``; as it is where its writer has changed its end. */
export function signedAnew(text: string, before: string, now: string): string {
  const under = (name: string) => (name ? `\n\n${name}` : "");
  return text.endsWith(under(before)) ? text.slice(0, text.length - under(before).length) + under(now) : text;
}
