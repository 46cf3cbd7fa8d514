import { useSyncExternalStore } from "react";
import { headers } from "./client";
import { EventParser, type ServerEvent } from "./sse";

export type Status = { state: "connecting" | "live" | "lost"; since: number };

/** The server says something every ten seconds; silence longer than this is a lost connection. */
const SILENCE = 25_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** What the whole page listens to; verdicts are not among it: there may be thousands a second. */
const TYPES = ["pins", "pin-events", "rollout-decisions", "version-health", "releases"];

export type Heard = (event: ServerEvent) => void;

/** One connection to the events of the server, which goes on where it was after any interruption. */
export class EventConnection {
  private lastId = "";
  private abort: AbortController | null = null;
  private pause = FIRST_PAUSE;
  private watch = 0;
  private closed = false;

  constructor(
    private readonly query: string,
    private readonly onEvent: Heard,
    private readonly onStatus: (state: Status["state"]) => void,
  ) {}

  open() {
    void this.run();
  }

  close() {
    this.closed = true;
    this.abort?.abort();
  }

  private async run() {
    while (!this.closed) {
      await this.listen();
      if (this.closed) return;
      this.onStatus("lost");
      await new Promise((resolve) => setTimeout(resolve, this.pause * (0.75 + Math.random() / 2)));
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    }
  }

  private async listen() {
    const abort = new AbortController();
    this.abort = abort;
    const sent: Record<string, string> = { ...headers(), Accept: "text/event-stream" };
    if (this.lastId) sent["Last-Event-ID"] = this.lastId;
    try {
      this.attend(abort);
      const answer = await fetch(`/v1/events?${this.query}`, { headers: sent, signal: abort.signal, cache: "no-store" });
      if (answer.status === 422) this.lastId = ""; // Of another installation: it begins anew.
      if (!answer.ok || !answer.body) return;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.attend(abort);
        for (const event of parser.push(value)) this.take(event);
      }
    } catch {
      // Lost; the caller makes it anew.
    } finally {
      window.clearTimeout(this.watch);
      abort.abort();
    }
  }

  private attend(abort: AbortController) {
    window.clearTimeout(this.watch);
    this.watch = window.setTimeout(() => abort.abort(), SILENCE);
  }

  private take(event: ServerEvent) {
    if (event.id) this.lastId = event.id;
    if (event.name === "hello") {
      this.pause = FIRST_PAUSE;
      this.onStatus("live");
    }
    this.onEvent(event);
  }
}

let status: Status = { state: "connecting", since: Date.now() };
const statusListeners = new Set<() => void>();
const heard = new Set<Heard>();
let connection: EventConnection | null = null;

/** Opens the page's own connection, or opens it anew for somebody else. */
export function listenAs(platform: boolean) {
  connection?.close();
  setStatus("connecting");
  const types = platform ? [...TYPES, "tickets"] : TYPES;
  connection = new EventConnection(
    `types=${types.join(",")}`,
    (event) => heard.forEach((listener) => listener(event)),
    setStatus,
  );
  connection.open();
}

export function stopListening() {
  connection?.close();
  connection = null;
}

function setStatus(state: Status["state"]) {
  if (status.state === state) return;
  status = { state, since: Date.now() };
  statusListeners.forEach((listener) => listener());
}

export function onServerEvent(listener: Heard): () => void {
  heard.add(listener);
  return () => heard.delete(listener);
}

export function useStatus(): Status {
  return useSyncExternalStore(
    (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    () => status,
  );
}
