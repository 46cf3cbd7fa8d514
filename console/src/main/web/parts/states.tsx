import type { ReactNode } from "react";
import { Problem } from "../api/client";
import type { Live } from "../api/live";
import { span } from "../text/time";
import { useBeat } from "./basic";

export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="skeleton" role="status" aria-label="loading">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className="line" data-length={index % 3} />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="title">{title}</p>
      {children && <div className="quiet">{children}</div>}
    </div>
  );
}

/** What went wrong, in the server's own words, and a way to try again. */
export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const title =
    problem.status === 403
      ? "You may not see this"
      : problem.status === 404
        ? "There is no such thing"
        : problem.status === 0
          ? "Nothing answers"
          : "That did not work";
  return (
    <div className="failure" role="alert">
      <p className="title">{title}</p>
      <p>
        <bdi>{problem.detail}</bdi>
      </p>
      {problem.faults.length > 1 && (
        <ul>
          {problem.faults.map((fault) => (
            <li key={fault}>
              <bdi>{fault}</bdi>
            </li>
          ))}
        </ul>
      )}
      {retry && problem.status !== 403 && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Says how old what is shown is, where it could not be read anew or came from a standby. */
export function Age({ live }: { live: Live<unknown> }) {
  useBeat();
  if (!live.data || (!live.error && live.staleMillis < 1_000)) return null;
  const age = Date.now() - live.at + live.staleMillis;
  return (
    <p className="stale" role="status">
      {live.error ? `As it was ${span(age)} ago: ${live.error.detail}` : `From a standby, ${span(age)} old`}{" "}
      {live.error && (
        <button type="button" className="link" onClick={live.refresh}>
          Try again
        </button>
      )}
    </p>
  );
}

/** One of: not there yet, what went wrong, or what is known with its age where that matters. */
export function Shown<T>({
  live,
  lines,
  missing,
  children,
}: {
  live: Live<T>;
  lines?: number;
  /** What to show where the server knows of no such thing. */
  missing?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (live.loading) return <Skeleton lines={lines} />;
  if (live.data === undefined) {
    if (live.error?.status === 404 && missing !== undefined) return <>{missing}</>;
    return live.error ? <Failure problem={live.error} retry={live.refresh} /> : <Skeleton lines={lines} />;
  }
  return (
    <>
      <Age live={live} />
      {children(live.data)}
    </>
  );
}
