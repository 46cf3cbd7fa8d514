import { useSyncExternalStore } from "react";
import type { Me } from "./types";

/** Who reads this page, and for which workspace. The credential lives as long as the tab. */
export type Session = {
  credential: string;
  workspace: string;
  me: Me | null;
  /** How much the server's clock is ahead of the browser's, in milliseconds. */
  skew: number;
};

const KEY = "blinktwice.credential";

function remembered(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // Storage is forbidden here: it is asked for again after each reload.
  }
}

let current: Session = { credential: remembered(), workspace: "default", me: null, skew: 0 };
const listeners = new Set<() => void>();

export function session(): Session {
  return current;
}

export function changeSession(change: Partial<Session>) {
  current = { ...current, ...change };
  try {
    if (current.credential) sessionStorage.setItem(KEY, current.credential);
    else sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, session);
}

const ORDER = ["view", "operate", "admin"];

/** Whether the reader may do what needs this right; what is not allowed is not offered. */
export function may(who: Me | null, right: "view" | "operate" | "admin", platform = false): boolean {
  return who !== null && ORDER.indexOf(who.right) >= ORDER.indexOf(right) && (!platform || who.platform);
}

export function useMay(right: "view" | "operate" | "admin", platform = false): boolean {
  return may(useSession().me, right, platform);
}

/** Now, by the server's clock: the browser's may be wrong. */
export function serverNow(): number {
  return Date.now() + current.skew;
}
