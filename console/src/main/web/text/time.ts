const UNITS: [number, string][] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
];

/** How long, in the largest unit that fits: 3 min, 2 d. */
export function span(millis: number): string {
  const size = Math.abs(millis);
  for (const [length, unit] of UNITS) {
    if (size >= length) return `${Math.floor(size / length)} ${unit}`;
  }
  return "0 s";
}

/** As seen from now: 3 min ago, in 2 h. */
export function relative(at: number, now: number): string {
  const gone = now - at;
  if (Math.abs(gone) < 5_000) return "just now";
  return gone >= 0 ? `${span(gone)} ago` : `in ${span(gone)}`;
}

/** In the reader's zone. */
export function local(at: number): string {
  return new Date(at).toLocaleString(undefined, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

/** In UTC, as programs write it. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().replace(/\.\d+Z$/, "Z").replace("T", " ").replace("Z", "")} UTC`;
}
