import { useEffect, useRef } from "react";
import { call, segment } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Pool, PoolExplained, Pools, ScalingDecision } from "../api/types";
import { Badge, Card, Facts, Moment, Text, Version, type Tone } from "../parts/basic";
import { DemandChart } from "../parts/chart";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { count, percent, three } from "../text/number";

const EVERY = 10_000;
const KEPT = 500;

/** What the autoscaler expects of each pool, beside what was asked of it. */
export function PoolCards() {
  const pools = useLive<Pools>("/v1/pools", [], EVERY);
  return (
    <Shown live={pools} lines={2} missing={null}>
      {(data) => data.pools.map((pool) => <PoolCard key={pool.pool} pool={pool} refresh={pools.refresh} />)}
    </Shown>
  );
}

function PoolCard({ pool, refresh }: { pool: Pool; refresh: () => Promise<void> }) {
  const operator = useMay("operate", true);
  const explained = useLive<PoolExplained>(`/v1/pools/${segment(pool.pool)}/explain`, [], EVERY);
  return (
    <Card
      title={
        <>
          Pool <Text>{pool.pool}</Text>{" "}
          <Badge tone={pool.wanted ? "good" : "plain"}>{pool.wanted ? `${pool.mode ?? "standard"}` : "nobody wants anything of it: decisions are shown, not carried out"}</Badge>
        </>
      }
      aside={operator && <Actions actions={[want(pool)]} onDone={refresh} />}
    >
      <Facts
        facts={[
          ["Clusters", `${count(pool.ready)} ready, ${count(pool.starting)} starting, ${count(pool.draining)} draining`],
          ["Bounds", pool.wanted && `${count(pool.minClusters ?? 0)} to ${count(pool.maxClusters ?? 0)}`],
          ["May start late", pool.objective != null && `${percent(pool.objective)} of the runs`],
          ["Never dearer than", pool.costCeilingPerHour != null && `${three(pool.costCeilingPerHour)} in an hour`],
        ]}
      />
      <Shown live={explained} missing={null}>{(data) => <Scaling decisions={data.decisions} />}</Shown>
    </Card>
  );
}

const ACTIONS: Record<string, Tone> = { out: "info", in: "warn", hold: "plain" };

function Scaling({ decisions }: { decisions: ScalingDecision[] }) {
  const seen = useRef(new Map<string, ScalingDecision>());
  useEffect(() => {
    for (const each of decisions) seen.current.set(each.decision, each);
    for (const id of [...seen.current.keys()].slice(0, Math.max(0, seen.current.size - KEPT))) seen.current.delete(id);
  }, [decisions]);
  if (decisions.length === 0) return <Empty title="Nothing was decided about it yet" />;
  const known = new Map(seen.current);
  for (const each of decisions) known.set(each.decision, each);
  const groups = new Map<string, ScalingDecision[]>();
  for (const each of [...known.values()].sort((a, b) => a.decidedAt.localeCompare(b.decidedAt))) {
    const name = `${each.version}${each.size ? `, ${each.size}` : ""}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return (
    <>
      {[...groups].filter(([, points]) => points.length > 1).map(([name, points]) => (
        <DemandChart key={name} name={name} points={points} />
      ))}
      <details>
        <summary>The newest decisions</summary>
        <Table
          label="scaling decisions"
          id={(each) => each.decision}
          rows={decisions}
          columns={[
            { name: "When", cell: (each) => <Moment at={each.decidedAt} /> },
            { name: "Version", cell: (each) => <Version name={each.version} /> },
            { name: "Decided", cell: (each) => <Badge tone={ACTIONS[each.action] ?? "plain"}>{each.action === "hold" ? "hold" : `${each.action} ${each.count}`}</Badge> },
            { name: "Clusters then", figure: true, cell: (each) => count(each.target) },
            { name: "Demand", figure: true, cell: (each) => three(each.demandCores) },
            { name: "Expected", figure: true, cell: (each) => (each.forecastCores == null ? "–" : three(each.forecastCores)) },
            { name: "To be covered", figure: true, cell: (each) => (each.coveredCores == null ? "–" : three(each.coveredCores)) },
            { name: "Why", cell: (each) => <Text>{each.reasons.join("; ")}</Text> },
          ]}
        />
      </details>
    </>
  );
}

function want(pool: Pool): Action {
  return {
    title: `What is wanted of the pool ${pool.pool}`,
    verb: "Want…",
    effect: "From then on the autoscaler's decisions on it are carried out. What is left out stays as it is.",
    fields: [
      { name: "objective", label: "Share of the runs that may start late", kind: "number", step: "any", min: "0.0001", max: "0.5", value: pool.objective == null ? "" : String(pool.objective) },
      { name: "minClusters", label: "Never fewer clusters", kind: "number", step: "1", min: "0", value: pool.minClusters == null ? "" : String(pool.minClusters) },
      { name: "maxClusters", label: "Never more clusters", kind: "number", step: "1", min: "1", value: pool.maxClusters == null ? "" : String(pool.maxClusters) },
    ],
    run: async (values) => {
      const body: Record<string, unknown> = {};
      for (const name of ["objective", "minClusters", "maxClusters"]) if (values[name]) body[name] = Number(values[name]);
      await call("PUT", `/v1/pools/${segment(pool.pool)}`, { body, reason: values["reason"] });
      return `that is wanted of ${pool.pool}`;
    },
  };
}
