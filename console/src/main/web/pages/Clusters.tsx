import { useEffect, useRef } from "react";
import { call } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Cluster, Clusters } from "../api/types";
import { Badge, Bar, Card, Moment, Stat, Text, Version, type Tone } from "../parts/basic";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { PoolCards } from "./Pools";
import { Work } from "./Sessions";
import { BEATS, busyShare, heat, withBeat, type Beat } from "../text/heat";
import { byVersion, bytes, count, percent } from "../text/number";

const EVERY = 2_000;
const STATES: Record<string, Tone> = { ready: "good", starting: "info", requested: "info", draining: "warn", gone: "plain" };

/** Where work runs: what each cluster does now and did since the page was opened. */
export function ClustersPage() {
  const clusters = useLive<Clusters>("/v1/clusters", [], EVERY);
  const operator = useMay("operate", true);
  const history = useRef(new Map<string, Beat[]>());
  const all = clusters.data?.clusters ?? [];
  useEffect(() => {
    for (const each of all) history.current.set(each.cluster, withBeat(history.current.get(each.cluster) ?? [], each));
  }, [all]);
  const alive = all.filter((each) => each.state !== "gone");
  const gone = all.filter((each) => each.state === "gone");
  const sum = (pick: (cluster: Cluster) => number | null | undefined) => alive.reduce((total, each) => total + (pick(each) ?? 0), 0);
  const versions = [...new Set(alive.map((each) => each.version))].sort(byVersion);
  return (
    <>
      <div className="between">
        <h1>Clusters</h1>
        {operator && <Actions actions={[start(versions)]} onDone={clusters.refresh} />}
      </div>
      <Shown
        live={clusters}
        lines={6}
        missing={
          <Card>
            <Empty title="This server knows of no clusters" />
          </Card>
        }
      >
        {() =>
          all.length === 0 ? (
            <Card>
              <Empty title="No cluster is known">A pool tells of its Spark servers here once it starts them.</Empty>
            </Card>
          ) : (
            <>
              <div className="stats">
                <Stat name="Ready" value={count(alive.filter((each) => each.state === "ready").length)} note={`of ${count(alive.length)} that are not gone`} />
                <Stat name="Sessions" value={count(sum((each) => each.load?.sessions))} note={`${count(sum((each) => each.load?.runningOperations))} operations run`} />
                <Stat
                  name="Tasks"
                  value={count(sum((each) => each.load?.activeTasks))}
                  note={`${count(sum((each) => each.load?.queuedTasks))} wait for a core`}
                  tone={sum((each) => each.load?.queuedTasks) > 0 ? "warn" : "plain"}
                />
                <Stat name="Cores" value={count(sum((each) => each.cores))} note={`${bytes(sum((each) => each.memoryBytes))} of memory`} />
              </div>
              {versions.map((version) => (
                <Card key={version} title={<Version name={version} />} aside={<span className="quiet">{count(alive.filter((each) => each.version === version).length)} clusters</span>}>
                  <Pool clusters={alive.filter((each) => each.version === version)} history={history.current} operator={operator} refresh={clusters.refresh} />
                </Card>
              ))}
              {gone.length > 0 && (
                <Card title="Gone within a week">
                  <Table
                    label="clusters that are gone"
                    id={(each) => each.cluster}
                    rows={[...gone].sort((a, b) => b.since.localeCompare(a.since)).slice(0, 50)}
                    columns={[
                      { name: "Cluster", cell: (each) => <Text mono>{each.cluster}</Text> },
                      { name: "Version", cell: (each) => <Version name={each.version} /> },
                      {
                        name: "Ended by",
                        cell: (each) => (
                          <Badge tone={each.loss && each.loss !== "stopped" ? "bad" : "plain"}>{(each.loss ?? "not known").replaceAll("_", " ")}</Badge>
                        ),
                      },
                      { name: "Exit code", figure: true, cell: (each) => each.exitCode ?? "–" },
                      { name: "More", cell: (each) => <Text>{each.detail ?? "–"}</Text> },
                      { name: "When", cell: (each) => <Moment at={each.since} /> },
                    ]}
                  />
                </Card>
              )}
            </>
          )
        }
      </Shown>
      <PoolCards />
      <Work />
    </>
  );
}

function Pool({
  clusters,
  history,
  operator,
  refresh,
}: {
  clusters: Cluster[];
  history: Map<string, Beat[]>;
  operator: boolean;
  refresh: () => Promise<void>;
}) {
  return (
    <Table
      label="clusters"
      id={(each) => each.cluster}
      rows={[...clusters].sort((a, b) => a.cluster.localeCompare(b.cluster))}
      columns={[
        { name: "Cluster", cell: (each) => <Text mono>{each.cluster}</Text> },
        { name: "State", cell: (each) => <Badge tone={STATES[each.state] ?? "plain"}>{each.state}</Badge> },
        { name: "Size", cell: (each) => `${each.size ?? "–"}${each.cores ? `, ${each.cores} cores` : ""}` },
        {
          name: "Busy",
          cell: (each) => {
            const busy = busyShare(each);
            return busy === null ? <span className="quiet">not said</span> : <Bar part={busy} label={`${percent(busy)} busy`} tone={busy > 0.9 ? "warn" : "accent"} />;
          },
        },
        { name: "Since you look", cell: (each) => <HeatRow name={each.cluster} beats={withBeat(history.get(each.cluster) ?? [], each)} /> },
        { name: "Sessions", figure: true, cell: (each) => (each.load ? count(each.load.sessions) : "–") },
        { name: "Tasks", figure: true, cell: (each) => (each.load ? `${count(each.load.activeTasks)} + ${count(each.load.queuedTasks)}` : "–") },
        {
          name: "Memory",
          figure: true,
          cell: (each) => (each.load ? `${bytes(each.load.usedMemoryBytes)}${each.memoryBytes ? ` of ${bytes(each.memoryBytes)}` : ""}` : "–"),
        },
        { name: "Since", cell: (each) => <Moment at={each.since} /> },
        ...(operator
          ? [{ name: "Do", cell: (each: Cluster) => (each.state === "ready" ? <Actions actions={[drain(each)]} onDone={refresh} /> : null) }]
          : []),
      ]}
    />
  );
}

/** A cell for each time that it said how busy it was. */
function HeatRow({ name, beats }: { name: string; beats: Beat[] }) {
  if (beats.length === 0) return <span className="quiet">–</span>;
  const mean = beats.reduce((total, beat) => total + beat.busy, 0) / beats.length;
  return (
    <span className="heat" role="img" aria-label={`${name}: ${percent(mean)} busy in the mean of ${beats.length} beats`}>
      {beats.slice(-BEATS / 2).map((beat) => (
        <span key={beat.at} data-heat={heat(beat.busy)} title={`${percent(beat.busy)} busy, ${count(beat.queued)} tasks wait`} />
      ))}
    </span>
  );
}

function drain(cluster: Cluster): Action {
  return {
    title: `Drain ${cluster.cluster}`,
    verb: "Drain…",
    danger: true,
    effect: `It takes no new sessions and is stopped once nothing runs on it, or when the pool's bound is over. It has ${count(cluster.load?.sessions ?? 0)} sessions.`,
    run: async (values) => {
      await call("POST", "/v1/clusters/drain", { body: { cluster: cluster.cluster, reason: values["reason"] } });
      return `${cluster.cluster} is being drained`;
    },
  };
}

function start(versions: string[]): Action {
  return {
    title: "Start another cluster",
    verb: "Start…",
    effect: "As far as the pool's limit allows; the list shows when it is ready.",
    fields: [
      { name: "version", label: "Version", required: true, value: versions.at(-1) ?? "" },
      { name: "size", label: "Size", hint: "The pool's own if left out." },
    ],
    run: async (values) => {
      await call("POST", "/v1/clusters/start", {
        body: { version: values["version"], size: values["size"] || null, reason: values["reason"] },
      });
      return `another cluster of ${values["version"]} is ordered`;
    },
  };
}
