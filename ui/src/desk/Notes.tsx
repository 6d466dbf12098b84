/** What must not be forgotten: the problems told so far, and the promises heard, which are drafts. */

import type { Desk, PromiseShown } from "../generated";
import { capital, dueWords, promiser, unquoted } from "./words";

export function Concerns({ view }: { view: Desk }) {
  return (
    <section class="card notes" aria-labelledby="concerns-title">
      <h2 id="concerns-title">Concerns</h2>
      {view.concerns.length === 0 && <p class="none">None noted yet.</p>}
      <ol class="concerns">
        {view.concerns.map(({ id, text }) => (
          <li key={id}>{capital(unquoted(text))}</li>
        ))}
      </ol>
    </section>
  );
}

export function Promises({ view }: { view: Desk }) {
  return (
    <section class="card notes" aria-labelledby="promises-title">
      <h2 id="promises-title">
        Promises heard <span class="tag">drafts</span>
      </h2>
      {view.promises.length === 0 && <p class="none">None heard yet.</p>}
      <ul class="promises">
        {view.promises.map((promise) => (
          <li key={promise.id} title={promise.quote && `“${unquoted(promise.quote)}”`}>
            <Promised promise={promise} view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Promised({ promise, view }: { promise: PromiseShown; view: Desk }) {
  return (
    <>
      <strong>{promiser(promise.who, view.header)}:</strong> {unquoted(promise.act)}
      <span class="due" data-given={promise.due !== null}>
        {dueWords(promise, view.header.started)}
      </span>
    </>
  );
}
