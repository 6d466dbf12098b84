/** What an address asks a page for and the page does not know: said, not passed over. Pure. */

const LONGEST = 60;

/** In words, empty where all is known. ``known``: the values that each name may have; null: any. */
export function strangeWords(search: string, known: Record<string, readonly string[] | null>): string {
  const strange = [...new URLSearchParams(search)].filter(([name, value]) => !Object.hasOwn(known, name) || known[name]?.includes(value) === false);
  if (!strange.length) return "";
  const told = strange.slice(0, 3).map(([name, value]) => `“${`${name}=${value}`.slice(0, LONGEST)}”`);
  return `This page’s address asks for ${told.join(" and ")}, which ${told.length > 1 ? "are" : "is"} not known here. ${told.length > 1 ? "They were" : "It was"} left out.`;
}
