/** The form of a destination: from a kind's options to fields, and from fields to what is saved. Pure. */

import type { Destination, Option, OutgoingShown, Way } from "../generated";

export type Where = "" | "env" | "file";

/** Where a secret is kept, never the secret. */
export interface Kept {
  where: Where;
  name: string;
}

export interface Draft {
  id: string;
  kind: string;
  name: string;
  /** As they stand in the fields: text, or whether it is ticked. */
  options: Record<string, string | boolean>;
  secrets: Record<string, Kept>;
  /** Every kind of message goes there, those to come too. */
  all: boolean;
  wants: readonly string[];
}

export const PREFIX = "SECRET_";

/** The kinds of destination by which a customer is reached. */
export const REACH_CUSTOMERS: readonly string[] = ["mail", "zendesk", "salesforce", "hubspot", "jira", "freshdesk"];

/** The kinds whose messages go to mail addresses. */
export const TAKE_ADDRESSES: readonly string[] = ["mail", "calendar"];

export function fresh(way: Way): Draft {
  return drawn({ id: "", kind: way.kind, name: "", options: {}, secrets: {}, wants: [] }, way);
}

/** The fields as `destination` fills them; what it leaves out stands as it is by default. */
export function drawn(destination: Destination, way: Way | undefined): Draft {
  const options: Draft["options"] = {};
  const secrets: Draft["secrets"] = {};
  for (const option of way?.options ?? []) {
    if (option.takes === "reference") secrets[option.name] = reference(destination.secrets[option.name], option.required);
    else {
      const value = destination.options[option.name] ?? option.default;
      options[option.name] = option.takes === "yes_or_no" ? value === true : value === null || value === undefined ? "" : String(value);
    }
  }
  const { id, kind, name, wants } = destination;
  return { id, kind, name, options, secrets, all: wants.length === 0, wants };
}

function reference(text: string | undefined, required: boolean): Kept {
  const [where, name] = [(text ?? "").split(":", 1)[0], (text ?? "").split(":").slice(1).join(":")];
  if (where === "env" || where === "file") return { where, name };
  return required ? { where: "env", name: PREFIX } : { where: "", name: "" };
}

/** What is saved: nothing that is empty, and nothing that is as it is by default. */
export function toDestination(draft: Draft, way: Way): Destination {
  const options: Destination["options"] = {};
  const secrets: Destination["secrets"] = {};
  for (const option of way.options) {
    const kept = draft.secrets[option.name];
    if (kept && kept.where && kept.name.trim()) secrets[option.name] = `${kept.where}:${kept.name.trim()}`;
    const value = valueOf(option, draft.options[option.name]);
    if (value !== null && value !== option.default) options[option.name] = value;
  }
  return { id: draft.id, kind: draft.kind, name: draft.name.trim(), options, secrets, wants: draft.all ? [] : [...draft.wants] };
}

function valueOf(option: Option, written: string | boolean | undefined): string | number | boolean | null {
  if (written === undefined || option.takes === "reference") return null;
  if (typeof written === "boolean") return written || option.default === true ? written : null;
  if (!written.trim()) return null;
  return option.takes === "number" && /^-?\d+$/.test(written.trim()) ? Number(written) : written.trim();
}

/** What is wrong before anybody is asked: by field, in words. */
export function mistakes(draft: Draft, way: Way): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (!draft.name.trim()) wrong["name"] = "Give it a name, by which people know it.";
  for (const option of way.options) {
    const kept = draft.secrets[option.name];
    const written = draft.options[option.name];
    if (kept) {
      const why = secretMistake(kept, option.required);
      if (why) wrong[option.name] = why;
    } else if (option.required && typeof written === "string" && !written.trim()) wrong[option.name] = "This is needed.";
    else if (option.takes === "number" && typeof written === "string" && written.trim() && !/^-?\d+$/.test(written.trim())) wrong[option.name] = "Write a whole number.";
  }
  if (!draft.all && draft.wants.length === 0) wrong["wants"] = "Choose at least one kind of message, or remove the destination.";
  return wrong;
}

function secretMistake({ where, name }: Kept, required: boolean): string {
  const bare = name.trim();
  if (!where) return required ? "Say where this secret is kept." : "";
  if (where === "env" && !/^SECRET_[A-Za-z0-9_]+$/.test(bare)) {
    return bare === PREFIX || !bare ? "Write the variable’s name." : `Write the name of a variable that begins with ${PREFIX}, never the secret itself.`;
  }
  if (where === "file" && !/^[A-Za-z0-9_.\/-]+$/.test(bare)) return bare ? "Write the file’s name, never the secret itself." : "Write the file’s name.";
  return "";
}

/** The field that the server's words are about, if they name one. */
export function fieldOf(words: string, way: Way): string {
  const named = /(?:option|secret) '?(\w+)/.exec(words)?.[1];
  const found = way.options.find(({ name }) => name === named) ?? way.options.find(({ name }) => new RegExp(`(^|: )${name}(:? )`).test(words));
  return found?.name ?? "";
}

/** Which fields stand first, and which under "More". */
export function parted(way: Way): { first: Option[]; more: Option[] } {
  const isFirst = ({ name, takes, required }: Option) => required || ["user", "public"].includes(name) || (takes === "reference" && name !== "former_key");
  return { first: way.options.filter(isFirst), more: way.options.filter((option) => !isFirst(option)) };
}

/** Whether any of these says something of its own. */
export function saysMore(options: readonly Option[], draft: Draft): boolean {
  return options.some((option) => {
    if (option.takes === "reference") return Boolean(draft.secrets[option.name]?.where);
    const value = valueOf(option, draft.options[option.name]);
    return value !== null && value !== option.default;
  });
}

/** The customer reads along, so no more than letters to them will go there: a public ticket shows what is written on it. */
export function lettersAlone(draft: Draft, shown: Pick<OutgoingShown, "letters">): boolean {
  return draft.options["public"] === true && (draft.all || draft.wants.some((kind) => !shown.letters.includes(kind)));
}
