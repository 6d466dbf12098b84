/** The wrap-up page of one call: /wrapup/CALL */

import { render } from "preact";

import { Page } from "./Page";
import { Store } from "./store";
import "./wrapup.css";

export function open(place: HTMLElement): void {
  const store = new Store(decodeURIComponent(location.pathname.split("/")[2] ?? ""));
  void store.load().then(() => store.follow());
  render(<Page store={store} />, place);
}
