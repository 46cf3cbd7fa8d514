const ENOUGH = 5;

/** Where the middle eight of ten of these values lie; nothing of fewer than five. */
export function band(values: number[]): { low: number; high: number } | null {
  if (values.length < ENOUGH) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => {
    const place = part * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] as number;
    return low + (place - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
  };
  return { low: at(0.1), high: at(0.9) };
}
