/** The playbook's page: /playbook */

import { render } from "preact";

import { Page } from "./Page";
import { Store } from "./store";
import "../wrapup/wrapup.css";
import "./playbook.css";

export function open(place: HTMLElement): void {
  const store = new Store();
  void store.load();
  render(<Page store={store} />, place);
}
