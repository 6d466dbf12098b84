/** The list of calls: /calls */

import { render } from "preact";

import { Calls } from "./Calls";
import "./wrapup.css";

export function open(place: HTMLElement): void {
  render(<Calls />, place);
}
