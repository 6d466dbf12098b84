/** Calendars to subscribe to: made here, their address shown once, and revoked. */

import { useState } from "preact/hooks";

import { capital } from "../desk/words";
import type { CalendarMade, Feed, OutgoingShown } from "../generated";
import { momentWords, myZone } from "../ledger/times";
import { Copy } from "../page/Copy";
import type { Store } from "./store";
import { YourName } from "./YourName";

export function Calendars({ shown, store, by, now }: { shown: OutgoingShown; store: Store; by: string; now: number }) {
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<CalendarMade | null>(null);
  const [asked, setAsked] = useState("");
  return (
    <section class="card calendars" aria-labelledby="calendars-title">
      <div class="head">
        <h2 id="calendars-title">Calendars to subscribe to</h2>
        {!making && !shown.why_not && (
          <button type="button" onClick={() => (setMaking(true), setMade(null))}>
            Make one
          </button>
        )}
      </div>
      <div role="status">{made && <Address made={made} site={shown.site} />}</div>
      {making && (
        <Making
          by={by}
          store={store}
          onMade={(one) => (setMade(one), setMaking(false))}
          onCancel={() => setMaking(false)}
        />
      )}
      {shown.calendars.length === 0 && !making && !made && <p class="none">Promises by their dates, in any calendar program: of one person, or one team.</p>}
      <ul>
        {shown.calendars.map((feed) => (
          <li key={feed.id} class="feed">
            <span>
              <strong>{capital(whoseWords(feed))}</strong>
              <span class="hint">
                {" "}
                {feed.form === "todo" ? "to-dos" : "events"} · {momentWords(Date.parse(feed.made_at), now, myZone())}
                {feed.made_by && ` · ${feed.made_by}`}
              </span>
            </span>
            {shown.why_not ? null : asked === feed.id ? (
              <span class="sure">
                <button type="button" class="main" onClick={() => void store.revokeCalendar(feed.id).then(() => setAsked(""))}>
                  Yes, revoke
                </button>
                <button type="button" onClick={() => setAsked("")}>
                  Keep
                </button>
              </span>
            ) : (
              <button type="button" class="quiet" aria-label={`Revoke the calendar of ${whoseWords(feed)}`} onClick={() => setAsked(feed.id)}>
                Revoke
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function whoseWords({ owner, team }: Feed): string {
  return owner || `team ${team}`;
}

function Address({ made, site }: { made: CalendarMade; site: string }) {
  const address = `${site.replace(/\/$/, "") || location.origin}${made.path}`;
  return (
    <div class="made">
      <p>
        <strong>The calendar of {whoseWords(made.calendar)} is made.</strong> Its address is shown this once. Whoever has it can read the calendar: give it to nobody else.
      </p>
      <code>{address}</code>
      <Copy text={address} />
    </div>
  );
}

function Making({ by, store, onMade, onCancel }: { by: string; store: Store; onMade(made: CalendarMade): void; onCancel(): void }) {
  const [of, setOf] = useState<"owner" | "team">("owner");
  const [whose, setWhose] = useState(by);
  const [form, setForm] = useState<Feed["form"]>("event");
  const [why, setWhy] = useState("");
  const [asksName] = useState(!by.trim());
  const make = async () => {
    const outcome = await store.makeCalendar({ owner: of === "owner" ? whose : "", team: of === "team" ? whose : "", form });
    if ("answer" in outcome) onMade(outcome.answer);
    else setWhy(outcome.why);
  };
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
      onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), onCancel())}
    >
      <div class="fields">
        <label>
          Of
          <select value={of} onChange={(event) => setOf(event.currentTarget.value as "owner")}>
            <option value="owner">one person</option>
            <option value="team">one team</option>
          </select>
        </label>
        <label>
          {of === "owner" ? "Their name" : "The team’s name"}
          <input type="text" value={whose} maxLength={100} required onInput={(event) => setWhose(event.currentTarget.value)} />
        </label>
      </div>
      <label>
        Shown as
        <select value={form} onChange={(event) => setForm(event.currentTarget.value as Feed["form"])}>
          <option value="event">events, which every program shows</option>
          <option value="todo">to-dos, which are ticked off</option>
        </select>
      </label>
      {asksName && <YourName by={by} store={store} />}
      <p class="told wrong" role="alert">
        {why}
      </p>
      <div class="answer">
        <button type="submit" class="main">
          Make it <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
