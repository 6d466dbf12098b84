/**
 * The line to the server: opened, listened to, and opened again with growing patience when it breaks.
 *
 * What is sent while the line is down is not kept here; the desk says an unheard press again once the first view after
 * the break shows that the server has not heard it.
 */

import type { FromPage, FromServer } from "../generated";
import type { Link } from "./state";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/** How long to wait before try number `tries` (0 is the first after a break), with some chance so that desks spread. */
export function patience(tries: number, chance = Math.random()): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return Math.max(FIRST_WAIT_MS, full * (0.75 + chance / 4));
}

export interface Listener {
  message(message: FromServer): void;
  link(link: Link): void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private tries = 0;
  private timer = 0;
  private closed = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener,
  ) {
    this.open();
    addEventListener("online", this.now);
  }

  /** Says it if the line is open; false if it is not. */
  send(message: FromPage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.now);
    this.socket?.close();
  }

  private readonly now = (): void => {
    if (this.socket) return;
    clearTimeout(this.timer);
    this.open();
  };

  private open(): void {
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onopen = () => this.listener.link("open");
    socket.onmessage = (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as FromServer;
      this.tries = 0; // Only a server that speaks counts as found again.
      this.listener.message(message);
    };
    socket.onclose = () => {
      this.socket = null;
      if (this.closed) return;
      this.listener.link("lost");
      this.timer = window.setTimeout(() => this.open(), patience(this.tries++));
    };
  }
}

/** Where the desk's socket is, for the page at `page`; `?call=` is passed on. */
export function socketAddress(page: Location): string {
  const call = new URLSearchParams(page.search).get("call");
  const scheme = page.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${page.host}/api/desk${call ? `?call=${encodeURIComponent(call)}` : ""}`;
}
