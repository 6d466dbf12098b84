/** A letter about this promise that was not brought: its words, why, and the way to send it again. */

import { Changed, ReadBoth } from "../deliveries/Changed";
import { sentence } from "../deliveries/words";
import type { DeliveryShown } from "../generated";

export function Parked({ letter, onAgain }: { letter: DeliveryShown; onAgain(): void }) {
  return (
    <section class="card parked-letter" role="status">
      <h2>A letter was not brought: {letter.subject}</h2>
      <p>{sentence(letter.why)}</p>
      <Changed letter={letter} />
      <p class="sent-text">{letter.text}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAgain();
        }}
      >
        {letter.changed && <ReadBoth key={letter.edition} letter={letter} />}
        <div class="answer">
          <button type="submit">Send it again as it is</button>
          <a href={`/deliveries?state=parked&promise=${encodeURIComponent(letter.promise)}`}>To another address, or let it be</a>
        </div>
      </form>
    </section>
  );
}
