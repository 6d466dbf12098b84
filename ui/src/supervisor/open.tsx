/** The supervisor's page. */

import { render } from "preact";

import { App } from "./App";
import { Store } from "./store";
import "./supervisor.css";

export function open(place: HTMLElement): void {
  const store = new Store();
  store.open();
  render(<App store={store} />, place);
}
