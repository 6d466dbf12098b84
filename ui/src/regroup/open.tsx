/** The private page after a call: /regroup */

import { render } from "preact";

import { Page } from "./Page";
import "../wrapup/wrapup.css";

export function open(place: HTMLElement): void {
  render(<Page />, place);
}
