/** Where no page is: the server says so of the address, and this says it in words, with the way on. */

import { render } from "preact";

import { Shell } from "../page/Shell";
import "../wrapup/wrapup.css";
import "../ledger/ledger.css";

export function open(place: HTMLElement): void {
  render(<Missing />, place);
}

function Missing() {
  return (
    <Shell title="No page here">
      <main class="ledger">
        <div class="headline">
          <h2>There is no page at this address.</h2>
          <p>Perhaps a letter of it is missing, or it was moved. Nothing is lost by that: all there is can be found from here.</p>
        </div>
        <div class="answer">
          <a class="button" href="/">
            The desk
          </a>
          <a class="button" href="/promises">
            The promises
          </a>
        </div>
      </main>
    </Shell>
  );
}
