/** The page /deliveries: where messages go, and what went. */

import { render } from "preact";

import "../wrapup/wrapup.css";
import "../ledger/ledger.css";
import "./deliveries.css";
import { Page } from "./Page";
import { Store } from "./store";

export function open(place: HTMLElement): void {
  const store = new Store();
  store.open();
  render(<Page store={store} />, place);
}
