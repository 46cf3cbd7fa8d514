import { useCallback, useEffect, useRef, useState } from "react";
import { Problem, get } from "./client";
import { onServerEvent, useStatus } from "./events";
import { useSession } from "./session";

/** What is known of something that the server keeps. */
export type Live<T> = {
  data: T | undefined;
  tag: string | null;
  /** Why the newest attempt to read it failed; the data is then older than `at` says. */
  error: Problem | null;
  loading: boolean;
  /** When it was read, by the browser's clock. */
  at: number;
  /** How old it was when it was read: a standby answered. */
  staleMillis: number;
  /** Reads it now; done once that came to an end. */
  refresh: () => Promise<void>;
};

/** Events may come in bursts; the page reads anew at most this often. */
const AT_MOST_EVERY = 1_000;
const REMEMBERED = 60;

type Known = { data: unknown; tag: string | null; at: number; staleMillis: number };
const known = new Map<string, Known>();

function remember(key: string, entry: Known) {
  known.delete(key);
  known.set(key, entry);
  if (known.size > REMEMBERED) known.delete(known.keys().next().value as string);
}

/** Forgets everything: somebody else reads now. */
export function forgetAll() {
  known.clear();
}

/**
 * Reads a path now, again when one of these events comes, when the connection comes back, and every
 * so many milliseconds where that is wanted.
 */
export function useLive<T>(path: string | null, events: string[] = [], everyMillis = 0): Live<T> {
  const { workspace, me } = useSession();
  const status = useStatus();
  const key = path === null ? null : `${me?.platform ? workspace : ""} ${path}`;
  const [, redraw] = useState(0);
  const [error, setError] = useState<{ key: string; problem: Problem } | null>(null);
  const timer = useRef(0);
  const last = useRef(0);
  const abort = useRef<AbortController | null>(null);

  const read = useCallback(async () => {
    if (path === null || key === null) return;
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    last.current = Date.now();
    try {
      const answer = await get<T>(path, mine.signal);
      if (mine.signal.aborted) return;
      remember(key, { data: answer.data, tag: answer.tag, at: Date.now(), staleMillis: answer.staleMillis });
      setError(null);
      redraw((n) => n + 1);
    } catch (failure) {
      if (mine.signal.aborted) return;
      const problem = failure instanceof Problem ? failure : new Problem(0, String(failure));
      if (problem.status === 404) known.delete(key);
      setError({ key, problem });
    }
  }, [path, key]);

  const soon = useCallback(() => {
    if (timer.current) return;
    const wait = Math.max(0, last.current + AT_MOST_EVERY - Date.now());
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      void read();
    }, wait);
  }, [read]);

  useEffect(() => {
    void read();
    return () => {
      abort.current?.abort();
      window.clearTimeout(timer.current);
      timer.current = 0;
    };
  }, [read]);

  const names = events.join(" ");
  useEffect(() => {
    if (!names) return undefined;
    const wanted = new Set(names.split(" ").concat(names.split(" ").map((name) => `${name}-gone`), "gap"));
    return onServerEvent((event) => {
      if (wanted.has(event.name)) soon();
    });
  }, [names, soon]);

  const wasLost = useRef(false);
  useEffect(() => {
    if (status.state === "lost") wasLost.current = true;
    if (status.state === "live" && wasLost.current) {
      wasLost.current = false;
      soon();
    }
  }, [status.state, soon]);

  useEffect(() => {
    if (everyMillis <= 0) return undefined;
    const beat = window.setInterval(() => {
      if (document.visibilityState === "visible") void read();
    }, everyMillis);
    return () => window.clearInterval(beat);
  }, [everyMillis, read]);

  const entry = key === null ? undefined : known.get(key);
  const problem = error && error.key === key ? error.problem : null;
  return {
    data: entry?.data as T | undefined,
    tag: entry?.tag ?? null,
    error: problem,
    loading: path !== null && entry === undefined && problem === null,
    at: entry?.at ?? 0,
    staleMillis: entry?.staleMillis ?? 0,
    refresh: read,
  };
}
