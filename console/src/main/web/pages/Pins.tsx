import { useEffect, useMemo, useState } from "react";
import { Problem, call, get, query, segment } from "../api/client";
import { onServerEvent } from "../api/events";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { PinCount, PinLine, PinPage } from "../api/types";
import { Badge, Card, Moment, Text, Version } from "../parts/basic";
import { Dialog, toast } from "../parts/dialog";
import { Empty, Failure, Shown, Skeleton } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address, setQuery, useRoute } from "../route";
import { byVersion, count } from "../text/number";

const PAGE = 100;

/** Who is held back: search, filter, group, and act on many at once. */
export function PinsPage() {
  const { query: asked } = useRoute();
  const filter = {
    containing: asked.get("containing") ?? "",
    version: asked.get("version") ?? "",
    awayFrom: asked.get("awayFrom") ?? "",
    signature: asked.get("signature") ?? "",
    ticket: asked.get("ticket") ?? "",
  };
  const path = query(filter);
  const grouped = asked.get("by") === "signature";
  const counted = useLive<PinCount>(`/v1/pins/count${path}`, ["pin", "pin-event"]);
  const all = useLive<PinCount>("/v1/pins/count", ["pin", "pin-event"]);
  const filtered = path !== "";
  return (
    <>
      <div className="between">
        <h1>
          Pins <span className="quiet">{counted.data ? count(counted.data.total) : ""}</span>
        </h1>
        <div className="switch" role="group" aria-label="grouping">
          <button type="button" aria-pressed={!grouped} onClick={() => setQuery({ by: "" })}>
            Each
          </button>
          <button type="button" aria-pressed={grouped} onClick={() => setQuery({ by: "signature" })}>
            By failure
          </button>
        </div>
      </div>
      <Filter filter={filter} all={all.data} />
      <Card>
        {grouped ? (
          <Shown live={counted}>{(data) => <BySignature counts={data} />}</Shown>
        ) : (
          <PinList key={path} path={path} filtered={filtered} total={counted.data?.total ?? 0} />
        )}
      </Card>
    </>
  );
}

function Filter({ filter, all }: { filter: Record<string, string>; all: PinCount | undefined }) {
  const [text, setText] = useState(filter["containing"] ?? "");
  useEffect(() => {
    const wait = window.setTimeout(() => {
      if (text !== (filter["containing"] ?? "")) setQuery({ containing: text });
    }, 250);
    return () => window.clearTimeout(wait);
  }, [text, filter]);
  const narrowed = Object.values(filter).some(Boolean);
  return (
    <div className="filters">
      <input
        type="search"
        data-search
        placeholder="Search workloads  /"
        aria-label="search workloads"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Choice name="version" label="Held on" value={filter["version"] ?? ""} options={Object.keys(all?.byVersion ?? {})} />
      <Choice name="awayFrom" label="Away from" value={filter["awayFrom"] ?? ""} options={Object.keys(all?.byAwayFrom ?? {})} />
      {filter["signature"] && <Chip name="signature" value={filter["signature"]} />}
      {filter["ticket"] && <Chip name="ticket" value={filter["ticket"]} />}
      {narrowed && (
        <button
          type="button"
          className="link"
          onClick={() => {
            setText("");
            setQuery({ containing: "", version: "", awayFrom: "", signature: "", ticket: "" });
          }}
        >
          Clear
        </button>
      )}
    </div>
  );
}

export function Choice({ name, label, value, options }: { name: string; label: string; value: string; options: string[] }) {
  const all = [...new Set(value ? [...options, value] : options)].sort(byVersion);
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => setQuery({ [name]: event.target.value })}>
        <option value="">any</option>
        {all.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}

export function Chip({ name, value }: { name: string; value: string }) {
  return (
    <span className="chip">
      {name} <code>{value.length > 24 ? `${value.slice(0, 24)}…` : value}</code>
      <button type="button" aria-label={`any ${name}`} onClick={() => setQuery({ [name]: "" })}>
        ×
      </button>
    </span>
  );
}

function BySignature({ counts }: { counts: PinCount }) {
  const groups = Object.entries(counts.bySignature);
  if (groups.length === 0) return <Empty title="No failure holds anybody back" />;
  return (
    <Table
      label="pins by failure"
      id={([signature]) => signature}
      rows={groups}
      columns={[
        {
          name: "Failure signature",
          cell: ([signature]) => (
            <Link to={address(["pins"], { signature })}>
              <Text mono>{signature}</Text>
            </Link>
          ),
        },
        { name: "Pins", figure: true, cell: ([, number]) => count(number) },
        {
          name: "Ticket",
          cell: ([signature]) => <Link to={address(["tickets"], { signature })}>tickets of it</Link>,
        },
      ]}
    />
  );
}

type Loaded = { pins: PinLine[]; next: string | null; problem: Problem | null; at: number };

/** Pages of pins, as far as the reader went; what changes meanwhile is offered, not forced on. */
function PinList({ path, filtered, total }: { path: string; filtered: boolean; total: number }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [changed, setChanged] = useState(false);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [bulk, setBulk] = useState<"release" | "extend" | null>(null);
  const operator = useMay("operate");

  async function read(after: string | null, before: PinLine[]) {
    try {
      const joined = `${path ? `${path}&` : "?"}limit=${PAGE}${after ? `&after=${segment(after)}` : ""}`;
      const page = (await get<PinPage>(`/v1/pins${joined}`)).data;
      setLoaded({ pins: [...before, ...page.pins], next: page.next ?? null, problem: null, at: Date.now() });
      if (!after) setChanged(false);
    } catch (failure) {
      const problem = failure instanceof Problem ? failure : new Problem(0, String(failure));
      setLoaded((known) => ({ pins: known?.pins ?? [], next: known?.next ?? null, problem, at: known?.at ?? 0 }));
    }
  }

  useEffect(() => {
    void read(null, []);
  }, [path]);

  // One page is read anew at once; a reader who went further is asked first.
  const deep = (loaded?.pins.length ?? 0) > PAGE;
  useEffect(() => {
    let wait = 0;
    const stop = onServerEvent((event) => {
      if (!event.name.startsWith("pin")) return;
      if (deep) setChanged(true);
      else if (!wait)
        wait = window.setTimeout(() => {
          wait = 0;
          void read(null, []);
        }, 1_000);
    });
    return () => {
      stop();
      window.clearTimeout(wait);
    };
  }, [deep, path]);

  const picked = useMemo(() => (loaded?.pins ?? []).filter((pin) => chosen.has(pin.fingerprint)), [loaded, chosen]);
  if (!loaded) return <Skeleton lines={6} />;
  if (loaded.problem && loaded.pins.length === 0)
    return <Failure problem={loaded.problem} retry={() => void read(null, [])} />;
  if (loaded.pins.length === 0) {
    return filtered ? (
      <Empty title="No pin matches" />
    ) : (
      <Empty title="Nobody is held back">Every workload runs on the version that the fleet gives it.</Empty>
    );
  }
  const everything = picked.length === loaded.pins.length;
  return (
    <>
      {loaded.problem && <Failure problem={loaded.problem} retry={() => void read(null, [])} />}
      {changed && (
        <p className="stale">
          Pins changed since.{" "}
          <button type="button" className="link" onClick={() => void read(null, [])}>
            Show them
          </button>
        </p>
      )}
      {operator && (
        <div className="bulk" data-active={picked.length > 0}>
          <label>
            <input
              type="checkbox"
              checked={everything}
              onChange={() => setChosen(everything ? new Set() : new Set(loaded.pins.map((pin) => pin.fingerprint)))}
            />{" "}
            {picked.length > 0 ? `${count(picked.length)} chosen` : `all ${count(loaded.pins.length)} shown`}
          </label>
          {picked.length > 0 && (
            <>
              <button type="button" onClick={() => setBulk("extend")}>
                Extend…
              </button>
              <button type="button" className="danger" onClick={() => setBulk("release")}>
                Release…
              </button>
            </>
          )}
        </div>
      )}
      <Table
        label="pins"
        id={(pin) => pin.fingerprint}
        rows={loaded.pins}
        columns={[
          ...(operator
            ? [
                {
                  name: "Choose",
                  cell: (pin: PinLine) => (
                    <input
                      type="checkbox"
                      aria-label={`choose ${pin.workload}`}
                      checked={chosen.has(pin.fingerprint)}
                      onChange={() =>
                        setChosen((before) => {
                          const after = new Set(before);
                          if (!after.delete(pin.fingerprint)) after.add(pin.fingerprint);
                          return after;
                        })
                      }
                    />
                  ),
                },
              ]
            : []),
          {
            name: "Workload",
            cell: (pin) => (
              <Link className="strong" to={address(["pins", pin.fingerprint])}>
                <bdi>{pin.workload}</bdi>
              </Link>
            ),
          },
          { name: "Held on", cell: (pin) => <Version name={pin.version} /> },
          { name: "Away from", cell: (pin) => <Version name={pin.awayFrom} /> },
          {
            name: "State",
            cell: (pin) => (pin.state === "half_open" ? <Badge tone="info">being probed</Badge> : <Badge>{pin.state}</Badge>),
          },
          {
            name: "Failure",
            cell: (pin) =>
              pin.signature ? (
                <Link to={address(["pins"], { signature: pin.signature })} title={pin.signature}>
                  <Text mono>{pin.signature.slice(0, 12)}</Text>
                </Link>
              ) : (
                <span className="quiet">by hand</span>
              ),
          },
          {
            name: "Ticket",
            cell: (pin) =>
              pin.ticket ? <Link to={address(["tickets", pin.ticket])}>{pin.ticket.slice(0, 10)}</Link> : <span className="quiet">–</span>,
          },
          { name: "Since", cell: (pin) => <Moment at={pin.createdAt} /> },
          { name: "Ends", cell: (pin) => <Moment at={pin.expiresAt} /> },
        ]}
      />
      {loaded.next && (
        <p className="more">
          <button type="button" onClick={() => void read(loaded.next, loaded.pins)}>
            Show {count(PAGE)} more
          </button>{" "}
          <span className="quiet">
            {count(loaded.pins.length)} of {count(total)}
          </span>
        </p>
      )}
      {bulk && (
        <BulkDialog
          kind={bulk}
          pins={picked}
          onClose={(done) => {
            setBulk(null);
            if (done > 0) {
              toast(`${count(done)} pins ${bulk === "release" ? "released" : "extended"}`);
              setChosen(new Set());
              window.setTimeout(() => void read(null, []), 500);
            }
          }}
        />
      )}
    </>
  );
}

/** Shows what is about to be done to whom, does it one by one, and says of each how it went. */
function BulkDialog({
  kind,
  pins,
  onClose,
}: {
  kind: "release" | "extend";
  pins: PinLine[];
  onClose: (done: number) => void;
}) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Map<string, string>>(new Map());
  const done = [...results.values()].filter((each) => each === "done").length;
  const finished = results.size === pins.length;

  async function run() {
    setBusy(true);
    const said = new Map<string, string>();
    for (const pin of pins) {
      const path = `/v1/workloads/${segment(pin.fingerprint)}/pin`;
      try {
        if (kind === "release") await call("DELETE", `${path}${query({ reason })}`);
        else await call("POST", `${path}/extend`, { body: { until: new Date(until).toISOString(), reason } });
        said.set(pin.fingerprint, "done");
      } catch (failure) {
        said.set(pin.fingerprint, failure instanceof Problem ? failure.detail : String(failure));
      }
      setResults(new Map(said));
    }
    setBusy(false);
  }

  return (
    <Dialog title={`${kind === "release" ? "Release" : "Extend"} ${count(pins.length)} pins`} onClose={() => onClose(done)}>
      <p className="effect">
        {kind === "release"
          ? "Each of these workloads gets the version that the fleet gives it, from its next run on."
          : "Each of these pins ends at the new time instead of its own."}
      </p>
      <ul className="preview" aria-label="what will change">
        {pins.map((pin) => (
          <li key={pin.fingerprint}>
            <Text>{pin.workload}</Text> <span className="quiet">held on</span> <Version name={pin.version} link={false} />{" "}
            {results.has(pin.fingerprint) && (
              <Badge tone={results.get(pin.fingerprint) === "done" ? "good" : "bad"}>{results.get(pin.fingerprint)}</Badge>
            )}
          </li>
        ))}
      </ul>
      {!finished && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          {kind === "extend" && (
            <div className="field">
              <label htmlFor="bulk-until">Until</label>
              <input id="bulk-until" type="datetime-local" required value={until} onChange={(event) => setUntil(event.target.value)} />
            </div>
          )}
          <div className="field">
            <label htmlFor="bulk-reason">Why</label>
            <textarea id="bulk-reason" required rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </div>
          <div className="buttons">
            <button type="button" onClick={() => onClose(done)}>
              Cancel
            </button>
            <button type="submit" className={kind === "release" ? "danger" : "primary"} disabled={busy}>
              {busy ? `${count(results.size)} of ${count(pins.length)}` : `${kind === "release" ? "Release" : "Extend"} ${count(pins.length)}`}
            </button>
          </div>
        </form>
      )}
      {finished && (
        <div className="buttons">
          <button type="button" className="primary" onClick={() => onClose(done)}>
            Close
          </button>
        </div>
      )}
    </Dialog>
  );
}
