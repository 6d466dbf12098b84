/** One file is every page: the first part of the address says which, and only that page's code is loaded. */

import "./page/page.css";

interface Page {
  open(place: HTMLElement): void;
}

const PAGES: Record<string, () => Promise<Page>> = {
  "": () => import("./desk/open"),
  calls: () => import("./wrapup/openCalls"),
  wrapup: () => import("./wrapup/open"),
  promises: () => import("./ledger/open"),
  customer: () => import("./ledger/open"),
  deliveries: () => import("./deliveries/open"),
  regroup: () => import("./regroup/open"),
  playbook: () => import("./playbook/open"),
  supervisor: () => import("./supervisor/open"),
};

const missing = () => import("./missing/open");

const place = document.getElementById("desk")!;
const name = location.pathname.split("/")[1] ?? "";
const page = await ("missing" in place.dataset ? missing : (PAGES[name] ?? PAGES[""]!))();
page.open(place);
