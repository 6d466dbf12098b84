/** A promise made by hand, in a window over the page. */

import { useEffect, useState } from "preact/hooks";

import type { MakePromise } from "../generated";
import { Dialog } from "../page/Dialog";
import { Refusal } from "../page/Refusal";
import { When } from "../page/When";
import { Writing } from "../wrapup/Writing";
import { Choice, Field, clockOf } from "./Acting";
import { type Known, onRecord, theirZone } from "./making";
import { ask } from "./server";
import { words } from "./store";
import { KINDS } from "./words";

interface Props {
  open: boolean;
  by: string;
  customer?: Known;
  zone: string;
  /** Why it was not made, in words; empty once it is. */
  onMake(wish: MakePromise): Promise<string>;
  onClose(): void;
}

export function Making(props: Props) {
  return (
    <Dialog open={props.open} onClose={props.onClose} titled="making-title" class="making">
      {props.open && <Form {...props} />}
    </Dialog>
  );
}

function Form({ by, customer, zone, onMake, onClose }: Props) {
  const [said, setSaid] = useState<Record<string, string>>({ by, owner: by, customer: customer?.ref ?? "", customer_name: customer?.name ?? "" });
  const [known, setKnown] = useState<Known>(customer?.timezone ? customer : { ref: "", name: "", timezone: "" });
  const [hint, setHint] = useState("");
  const [waiting, setWaiting] = useState(false);
  const get = (name: string) => said[name] ?? "";
  const set = (name: string) => (value: string) => {
    if (name === "due") setHint(""); // It was of another date.
    setSaid((before) => ({ ...before, [name]: value }));
  };
  const field = (name: string, label: string, more = {}) => <Field label={label} value={get(name)} onValue={set(name)} {...more} />;
  const theirs = theirZone(get("customer"), known);
  /** Looks up whom the reference means. */
  const lookUp = async (ref: string): Promise<Known> => {
    if (ref.trim() === known.ref) return known;
    const found = await onRecord(ref, (path) => ask(path));
    setKnown(found);
    // The name of the one before goes with their reference.
    setSaid((before) => (before.customer?.trim() === found.ref ? { ...before, customer_name: found.name || (before.customer_name === known.name ? "" : (before.customer_name ?? "")) } : before));
    return found;
  };
  const lookAhead = () => void lookUp(get("customer")).catch(() => undefined); // Saving asks again, and says what is wrong.
  useEffect(lookAhead, []); // The page may not have known them yet.
  const save = async () => {
    if (waiting) return;
    setWaiting(true);
    setHint("");
    try {
      const found = await lookUp(get("customer"));
      if (found !== known && (found.timezone !== theirs || (found.name && found.name !== get("customer_name")))) {
        setHint("Who that is was only just found: look at the name, and on whose clock the date is, and make it then.");
        return setWaiting(false);
      }
    } catch (error) {
      setHint(`Whether this customer is on record is not known, and so not on whose clock the date is: ${words(error)}`);
      return setWaiting(false);
    }
    const timezone = theirs || zone;
    const wish = { act: get("act"), by: get("by"), kind: (get("kind") || null) as MakePromise["kind"], due: get("due") || null, due_text: "", team: get("team"), timezone };
    const refused = await onMake({ ...wish, customer: get("customer"), customer_name: get("customer_name"), owner: get("owner") });
    setWaiting(false);
    if (!refused) return onClose();
    setHint(refused);
  };
  return (
    <>
      <h2 id="making-title">A promise made by hand</h2>
      <Writing save="Make it" enter onSave={() => void save()} onCancel={onClose}>
        {field("act", "What will be done", { required: true, placeholder: "refund the second charge" })}
        <div class="fields">
          <When label={theirs ? `By when, on ${clockOf({ timezone: theirs })}` : "By when, on your clock"} value={get("due")} zone={theirs || zone} onValue={set("due")} />
          <Choice label="What kind" value={get("kind")} of={{ "": "As the words say", ...KINDS }} onValue={set("kind")} />
        </div>
        <div class="fields" onChange={lookAhead}>
          {field("customer_name", "To whom")}
          {field("customer", "Their reference")}
        </div>
        <div class="fields">
          {field("owner", "Who keeps it")}
          {field("team", "Team")}
        </div>
        {!by && field("by", "Your name", { required: true })}
        <Refusal why={hint} />
      </Writing>
    </>
  );
}
