import { changeSession, session } from "./session";

/** What a call came to where it did not succeed; status 0 where nothing answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly faults: string[] = [],
  ) {
    super(detail);
  }
}

export type Answer<T> = { data: T; tag: string | null; staleMillis: number };

type Options = { body?: unknown; ifMatch?: string | null; signal?: AbortSignal; reason?: string };

export function headers(): Record<string, string> {
  const { credential, me, workspace } = session();
  const sent: Record<string, string> = {};
  if (credential) sent["Authorization"] = `Bearer ${credential}`;
  if (me?.platform) sent["X-Workspace"] = workspace;
  return sent;
}

/** One call of the API. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const sent: Record<string, string> = { ...headers(), Accept: "application/json" };
  if (method !== "GET") sent["Content-Type"] = "application/json";
  if (options.ifMatch) sent["If-Match"] = options.ifMatch;
  const reason = options.reason ?? (options.body as { reason?: unknown } | undefined)?.reason;
  if (typeof reason === "string") sent["X-Reason"] = encodeURIComponent(reason); // For the audit, which reads no body.
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: sent,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      cache: "no-store",
    });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new Problem(0, "The server does not answer.");
  }
  if (!answer.ok) throw await refusal(answer);
  const text = await answer.text();
  return {
    data: (text ? JSON.parse(text) : null) as T,
    tag: answer.headers.get("ETag"),
    staleMillis: Number(answer.headers.get("X-Blinktwice-Staleness-Ms") ?? 0),
  };
}

async function refusal(answer: Response): Promise<Problem> {
  if (answer.status === 401) changeSession({ me: null });
  try {
    const said = await answer.json();
    const faults = Array.isArray(said.errors) ? said.errors.map(String) : [];
    return new Problem(answer.status, String(said.detail || said.title || `HTTP ${answer.status}`), faults);
  } catch {
    return new Problem(answer.status, `HTTP ${answer.status}`);
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return call<T>("GET", path, { signal });
}

/** One segment of a path. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

/** A query of what is there; empty and undefined values are left out. */
export function query(values: Record<string, string | number | undefined | null>): string {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") all.set(name, String(value));
  }
  const text = all.toString();
  return text ? `?${text}` : "";
}
