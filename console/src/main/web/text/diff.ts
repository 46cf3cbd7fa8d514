export type Line = { kind: "same" | "removed" | "added"; text: string };

/** Beyond this many lines only the common beginning and end are found: a page must stay quick. */
const MOST_LINES = 1_500;

/** What to take out of the left text and put in to get the right one, line by line. */
export function lineDiff(left: string, right: string): Line[] {
  const a = left.split("\n");
  const b = right.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (text: string): Line => ({ kind: "same", text });
  return [
    ...a.slice(0, start).map(same),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

function middle(a: string[], b: string[]): Line[] {
  if (a.length > MOST_LINES || b.length > MOST_LINES) {
    return [
      ...a.map((text): Line => ({ kind: "removed", text })),
      ...b.map((text): Line => ({ kind: "added", text })),
    ];
  }
  // Lengths of the longest common subsequence of what is left of both.
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] as number) + 1
          : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] as string });
      i++;
      j++;
    } else if ((common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number)) {
      lines.push({ kind: "removed", text: a[i++] as string });
    } else {
      lines.push({ kind: "added", text: b[j++] as string });
    }
  }
  while (i < a.length) lines.push({ kind: "removed", text: a[i++] as string });
  while (j < b.length) lines.push({ kind: "added", text: b[j++] as string });
  return lines;
}

/** Settings that differ, by name. */
export type Setting = { name: string; left: string | undefined; right: string | undefined };

export function settingsDiff(left: Record<string, string>, right: Record<string, string>): Setting[] {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names
    .filter((name) => left[name] !== right[name])
    .map((name) => ({ name, left: left[name], right: right[name] }));
}
