const INTEGER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

export function count(value: number): string {
  return INTEGER.format(value);
}

/** With as many digits as say something: 99.998 %, 12 %, 0.3 %. */
export function percent(part: number): string {
  const value = part * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value > 99) return `${trimmed(Math.floor(value * 1_000) / 1_000, 3)} %`;
  if (value >= 10) return `${Math.round(value)} %`;
  return `${trimmed(value, 2)} %`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** Three digits of something that spans orders of magnitude. */
export function three(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100_000 || size < 0.001) return value.toExponential(1).replace("e+", "e");
  return trimmed(value, size >= 100 ? 0 : size >= 10 ? 1 : 3);
}

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB"];

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < BINARY.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${trimmed(size, size < 10 && unit > 0 ? 1 : 0)} ${BINARY[unit]}`;
}

/** A figure by the name that the API gives it: its unit follows from that. */
export function figure(name: string, value: number): string {
  if (name.endsWith("Bytes")) return bytes(value);
  if (name.endsWith("Millis")) return duration(value);
  return count(value);
}

export function duration(millis: number): string {
  if (millis < 1_000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${trimmed(millis / 1_000, 1)} s`;
  if (millis < 3_600_000) return `${trimmed(millis / 60_000, 1)} min`;
  return `${trimmed(millis / 3_600_000, 1)} h`;
}

/** taskMillis → task; spilledDiskBytes → spilled disk. */
export function words(name: string): string {
  return name
    .replace(/(Millis|Bytes)$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

/** Versions in the order of their numbers; what is no number comes last. */
export function byVersion(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}
