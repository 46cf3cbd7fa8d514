import { useEffect, useMemo, useRef, useState } from "react";
import { get, query } from "../api/client";
import type { Releases, TicketPage, WorkloadPage } from "../api/types";
import { address, go } from "../route";
import { Dialog } from "./dialog";

type Target = { kind: string; name: string; to: string };

const PAGES: [string, string[]][] = [
  ["Fleet", []],
  ["Roll-outs", ["rollouts"]],
  ["Pins", ["pins"]],
  ["Tickets", ["tickets"]],
  ["Workloads", ["workloads"]],
  ["Clusters", ["clusters"]],
  ["Audit", ["audit"]],
  ["Dead letters", ["letters"]],
];

/** Finds pages, versions, workloads and tickets by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Target[]>([]);
  const [others, setOthers] = useState<Target[]>([]);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    input.current?.focus();
    const known: Promise<Target[]>[] = [
      get<Releases>("/v1/releases").then((answer) =>
        answer.data.releases.map((release) => ({
          kind: "version",
          name: release.version,
          to: address(["rollouts", release.version]),
        })),
      ),
      get<TicketPage>("/v1/tickets?limit=200").then((answer) =>
        answer.data.tickets.map((ticket) => ({
          kind: "ticket",
          name: ticket.title,
          to: address(["tickets", ticket.ticket]),
        })),
      ),
    ];
    known.forEach((each) => each.then((targets) => setOthers((before) => [...before, ...targets])).catch(() => undefined));
  }, []);

  useEffect(() => {
    if (!text.trim()) {
      setFound([]);
      return undefined;
    }
    const abort = new AbortController();
    const wait = window.setTimeout(() => {
      get<WorkloadPage>(`/v1/workloads${query({ containing: text.trim(), limit: 8 })}`, abort.signal)
        .then((answer) =>
          setFound(
            answer.data.workloads.map((line) => ({
              kind: "workload",
              name: line.workload,
              to: address(["workloads", line.workload]),
            })),
          ),
        )
        .catch(() => setFound([]));
    }, 150);
    return () => {
      window.clearTimeout(wait);
      abort.abort();
    };
  }, [text]);

  const targets = useMemo(() => {
    const pages = PAGES.map(([name, parts]) => ({ kind: "page", name, to: address(parts) }));
    const wanted = text.trim().toLowerCase();
    const matching = [...pages, ...others].filter((target) => target.name.toLowerCase().includes(wanted));
    return [...matching.slice(0, 12), ...found];
  }, [text, others, found]);
  const chosen = Math.min(at, targets.length - 1);

  function open(target: Target | undefined) {
    if (!target) return;
    onClose();
    go(target.to);
  }

  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={targets[chosen] ? `palette-${chosen}` : undefined}
        aria-label="page, version, workload or ticket"
        placeholder="Page, version, workload or ticket"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, targets.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else if (event.key === "Enter") open(targets[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label="found" className="palette">
        {targets.map((target, index) => (
          <li
            key={target.kind + target.to}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => open(target)}
          >
            <bdi>{target.name}</bdi> <span className="quiet">{target.kind}</span>
          </li>
        ))}
      </ul>
      {targets.length === 0 && <p className="quiet">Nothing is called so.</p>}
    </Dialog>
  );
}
