/** A promise made by hand, in a window over the page. */

import { useState } from "preact/hooks";

import type { MakePromise } from "../generated";
import { Dialog } from "../page/Dialog";
import { When } from "../page/When";
import { Writing } from "../wrapup/Writing";
import { Choice, Field } from "./Acting";
import { KINDS } from "./words";

interface Props {
  open: boolean;
  by: string;
  customer?: { ref: string; name: string; timezone: string };
  zone: string;
  problem: string;
  onMake(wish: MakePromise): Promise<boolean>;
  onClose(): void;
}

export function Making(props: Props) {
  return (
    <Dialog open={props.open} onClose={props.onClose} titled="making-title" class="making">
      {props.open && <Form {...props} />}
    </Dialog>
  );
}

function Form({ by, customer, zone, problem, onMake, onClose }: Props) {
  const [said, setSaid] = useState<Record<string, string>>({ by, owner: by, customer: customer?.ref ?? "", customer_name: customer?.name ?? "" });
  const [waiting, setWaiting] = useState(false);
  const get = (name: string) => said[name] ?? "";
  const set = (name: string) => (value: string) => setSaid((before) => ({ ...before, [name]: value }));
  const field = (name: string, label: string, more = {}) => <Field label={label} value={get(name)} onValue={set(name)} {...more} />;
  const timezone = customer?.timezone || zone;
  const save = async () => {
    if (waiting) return;
    setWaiting(true);
    const wish = { act: get("act"), by: get("by"), kind: (get("kind") || null) as MakePromise["kind"], due: get("due") || null, due_text: "", team: get("team"), timezone };
    const made = await onMake({ ...wish, customer: get("customer"), customer_name: get("customer_name"), owner: get("owner") });
    setWaiting(false);
    if (made) onClose();
  };
  return (
    <>
      <h2 id="making-title">A promise made by hand</h2>
      <p class="hint" role="alert">
        {problem}
      </p>
      <Writing save="Make it" enter onSave={() => void save()} onCancel={onClose}>
        {field("act", "What will be done", { required: true, placeholder: "refund the second charge" })}
        <div class="fields">
          <When label={customer?.timezone ? "By when, on the customer’s clock" : "By when, on your clock"} value={get("due")} onValue={set("due")} />
          <Choice label="What kind" value={get("kind")} of={{ "": "As the words say", ...KINDS }} onValue={set("kind")} />
        </div>
        <div class="fields">
          {field("customer_name", "To whom")}
          {field("customer", "Their reference")}
        </div>
        <div class="fields">
          {field("owner", "Who keeps it")}
          {field("team", "Team")}
        </div>
        {!by && field("by", "Your name", { required: true })}
      </Writing>
    </>
  );
}
