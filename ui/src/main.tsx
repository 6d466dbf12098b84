import { render } from "preact";

import { App } from "./desk/App";
import { Store } from "./desk/store";
import "./desk.css";

const store = new Store();
store.open();
render(<App store={store} />, document.getElementById("desk")!);
