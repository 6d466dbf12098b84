/** The pages of the ledger: /promises, /promises/ID, /promises/figures, /customer/REF */

import { render } from "preact";

import { FiguresPage } from "./FiguresPage";
import { List } from "./List";
import { One } from "./One";
import { Story } from "./Story";
import { OneStore } from "./one";
import { Store } from "./store";
import "../wrapup/wrapup.css";
import "./ledger.css";

export function open(place: HTMLElement): void {
  const [, page, ...rest] = location.pathname.split("/");
  const named = decodeURIComponent(rest.join("/"));
  if (page === "customer") return render(<Story customer={named} />, place);
  if (named === "figures") return render(<FiguresPage />, place);
  if (named) {
    const store = new OneStore(named);
    store.open();
    return render(<One store={store} />, place);
  }
  const store = new Store();
  store.open();
  render(<List store={store} />, place);
}
