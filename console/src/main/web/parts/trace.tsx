import { useMemo, useState } from "react";
import { lineDiff, type Line } from "../text/diff";

const FIRST = 400;

/** A long text with line numbers, the beginning first: a stack trace may have a million lines. */
export function Trace({ text, label }: { text: string; label: string }) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => text.split("\n"), [text]);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <div className="trace" role="region" aria-label={label} tabIndex={0}>
      <pre>
        {shown.map((line, index) => (
          <code key={index} className={kindOf(line)}>
            {line}
            {"\n"}
          </code>
        ))}
      </pre>
      {!all && lines.length > FIRST && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </div>
  );
}

function kindOf(line: string): string {
  if (/^\s*at org\.apache\.spark|^\s*at (java|scala|jdk|sun)\./.test(line)) return "engine";
  if (/^\s*at /.test(line)) return "frame";
  if (/^Caused by: /.test(line)) return "cause";
  return "plain";
}

/** Two texts, as what has to be taken out of the one and put in to get the other. */
export function Diff({ left, right, label }: { left: string; right: string; label: string }) {
  const lines = useMemo(() => lineDiff(left, right), [left, right]);
  return <DiffLines lines={lines} label={label} />;
}

/** A text that is a diff already. */
export function GivenDiff({ text, label }: { text: string; label: string }) {
  const lines = useMemo(
    () =>
      text.split("\n").map((line): Line => {
        if (line.startsWith("- ")) return { kind: "removed", text: line.slice(2) };
        if (line.startsWith("+ ")) return { kind: "added", text: line.slice(2) };
        return { kind: "same", text: line };
      }),
    [text],
  );
  return <DiffLines lines={lines} label={label} />;
}

function DiffLines({ lines, label }: { lines: Line[]; label: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <div className="trace diff" role="region" aria-label={label} tabIndex={0}>
      <pre>
        {shown.map((line, index) => (
          <code key={index} className={line.kind}>
            <span aria-hidden="true">{line.kind === "removed" ? "− " : line.kind === "added" ? "+ " : "  "}</span>
            {line.kind !== "same" && <span className="hidden">{line.kind}: </span>}
            {line.text}
            {"\n"}
          </code>
        ))}
      </pre>
      {!all && lines.length > FIRST && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {lines.length} lines
        </button>
      )}
    </div>
  );
}
