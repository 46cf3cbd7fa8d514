import { useEffect, useState, type ReactNode } from "react";
import { serverNow } from "../api/session";
import { Link, address } from "../route";
import { byVersion } from "../text/number";
import { local, relative, utc } from "../text/time";

/** A text that somebody else wrote: its direction is kept to itself. */
export function Text({ children, mono = false }: { children: string; mono?: boolean }) {
  return <bdi className={mono ? "mono" : undefined}>{children}</bdi>;
}

let beat = 0;
const beating = new Set<() => void>();

/** Draws anew every few seconds, for whatever says how long ago something was. */
export function useBeat() {
  const [, draw] = useState(0);
  useEffect(() => {
    const mine = () => draw((n) => n + 1);
    beating.add(mine);
    if (beating.size === 1) beat = window.setInterval(() => beating.forEach((each) => each()), 5_000);
    return () => {
      beating.delete(mine);
      if (beating.size === 0) window.clearInterval(beat);
    };
  }, []);
}

/** A moment: how long ago, in the reader's zone; in UTC for whoever points at it. */
export function Moment({ at, whole = false }: { at: string | null | undefined; whole?: boolean }) {
  useBeat();
  if (!at) return <span className="quiet">–</span>;
  const time = Date.parse(at);
  if (Number.isNaN(time)) return <span className="quiet">–</span>;
  return (
    <time dateTime={at} title={`${local(time)}\n${utc(time)}`} className="nowrap">
      {whole ? local(time) : relative(time, serverNow())}
    </time>
  );
}

export type Tone = "plain" | "good" | "warn" | "bad" | "info";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

/** An engine version, in the colour that it has everywhere. */
export function Version({ name, link = true }: { name: string | null | undefined; link?: boolean }) {
  if (!name) return <span className="quiet">–</span>;
  const shown = (
    <span className="version" data-hue={hue(name)}>
      <bdi>{name}</bdi>
    </span>
  );
  return link ? (
    <Link className="bare" to={address(["rollouts", name])}>
      {shown}
    </Link>
  ) : (
    shown
  );
}

const HUES = 8;
const given = new Map<string, number>();

/** The same for a version as long as the page is open; the catalogue's come first, in their order. */
export function hue(version: string): number {
  const known = given.get(version);
  if (known !== undefined) return known;
  const next = given.size % HUES;
  given.set(version, next);
  return next;
}

/** Gives out colours in the order of these versions, before others ask. */
export function claimHues(versions: string[]) {
  [...versions].sort(byVersion).forEach(hue);
}

export function Workload({ name, fingerprint }: { name: string; fingerprint?: string }) {
  return (
    <Link className="strong" to={address(["workloads", name])} title={fingerprint}>
      <bdi>{name}</bdi>
    </Link>
  );
}

export function Card({
  title,
  aside,
  children,
  wide = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <section className={wide ? "card wide" : "card"}>
      {title && (
        <header>
          <h2>{title}</h2>
          {aside && <div className="aside">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** A figure with its name. */
export function Stat({
  name,
  value,
  note,
  tone = "plain",
}: {
  name: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: Tone;
}) {
  return (
    <div className={`stat ${tone}`}>
      <div className="name">{name}</div>
      <div className="value">{value}</div>
      {note && <div className="note">{note}</div>}
    </div>
  );
}

/** Names and values, one under the other. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Reasons, as sentences. */
export function Reasons({ reasons }: { reasons: { rule: string; sentence: string }[] }) {
  if (reasons.length === 0) return <p className="quiet">No reason is recorded.</p>;
  return (
    <ol className="reasons">
      {reasons.map((reason, index) => (
        <li key={index}>
          <bdi>{reason.sentence}</bdi> <code className="rule">{reason.rule}</code>
        </li>
      ))}
    </ol>
  );
}

export function Bar({ part, label, tone = "accent" }: { part: number; label: string; tone?: string }) {
  const width = `${Math.max(0, Math.min(1, part)) * 100}%`;
  return (
    <div className="bar" role="img" aria-label={label} title={label}>
      <div className={`fill ${tone}`} style={{ width }} />
    </div>
  );
}
