import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { session } from "./api/session";

const ROOT = "/console";
const listeners = new Set<() => void>();

/** Where the page is: the parts of the path after /console, decoded, and the query. */
export type Route = { parts: string[]; query: URLSearchParams };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function parse(path: string, search: string): Route {
  const rest = path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
  return { parts: rest.split("/").filter(Boolean).map(decoded), query: new URLSearchParams(search) };
}

let cached = { href: "", route: parse("", "") };

function current(): Route {
  const href = location.pathname + location.search;
  if (cached.href !== href) cached = { href, route: parse(location.pathname, location.search) };
  return cached.route;
}

function tell() {
  listeners.forEach((listener) => listener());
}

window.addEventListener("popstate", tell);

export function useRoute(): Route {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}

/** An address that others can open, too: it names the workspace where that is not the default. */
export function address(parts: string[], query: Record<string, string | undefined> = {}): string {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) values.set(name, value);
  const { workspace, me } = session();
  if (me?.platform && workspace !== "default") values.set("ws", workspace);
  const text = values.toString();
  return [ROOT, ...parts.map(encodeURIComponent)].join("/") + (text ? `?${text}` : "");
}

export function go(to: string, replace = false) {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  tell();
  if (!replace) {
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }
}

/** Changes some values of the query and leaves the rest. */
export function setQuery(change: Record<string, string>) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(change)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ""), true);
}

/** A link within the page. */
export function Link({ to, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    rest.onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  }
  return <a {...rest} href={to} onClick={follow} />;
}
