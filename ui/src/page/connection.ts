/**
 * The line to the server: opened, listened to, and opened again with growing patience when it breaks.
 *
 * A line can also die without a word. While call time runs the server is never silent for long, so a longer silence is
 * taken for a break. What is sent while the line is down is not kept here: a page that must be heard says it again.
 */

export type Link = "connecting" | "open" | "lost";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
const SILENCE_MS = 15_000;

/** How long to wait before try number `tries` (0 is the first after a break), with some chance so that desks spread. */
export function patience(tries: number, chance = Math.random()): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return Math.max(FIRST_WAIT_MS, full * (0.75 + chance / 4));
}

export interface Listener<In> {
  message(message: In): void;
  link(link: Link): void;
}

/** Whether a message leaves the server talking: `before` says whether it was. */
export type Talks<In> = (message: In, before: boolean) => boolean;

export class Connection<In, Out> {
  private socket: WebSocket | null = null;
  private tries = 0;
  private timer = 0;
  private silence = 0;
  private running = false;
  private closed = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener<In>,
    private readonly talks: Talks<In>,
  ) {
    this.open();
    addEventListener("online", this.now);
  }

  /** Says it if the line is open; false if it is not. */
  send(message: Out): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
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
      if (this.socket !== socket || this.closed) return; // Given up before this came.
      const message = JSON.parse(event.data) as In;
      this.tries = 0; // Only a server that speaks counts as found again.
      this.expectMore(socket, message);
      this.listener.message(message);
    };
    socket.onclose = () => this.broken(socket);
  }

  /** Starts the watch for silence again, if the server goes on talking. */
  private expectMore(socket: WebSocket, message: In): void {
    clearTimeout(this.silence);
    this.running = this.talks(message, this.running);
    if (!this.running) return;
    this.silence = window.setTimeout(() => {
      socket.close();
      this.broken(socket); // A dead line may take minutes to close by itself.
    }, SILENCE_MS);
  }

  private broken(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.running = false;
    clearTimeout(this.silence);
    if (this.closed) return;
    this.listener.link("lost");
    this.timer = window.setTimeout(() => this.open(), patience(this.tries++));
  }
}

/** Where the socket at `path` is, for the page at `page`. */
export function socketAddress(page: Pick<Location, "protocol" | "host">, path: string): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}${path}`;
}
