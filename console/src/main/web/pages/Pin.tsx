import { useState } from "react";
import { call, query, segment } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { AttemptProof, Pin, PinPage, PinProof, Releases } from "../api/types";
import { Badge, Card, Facts, Moment, Reasons, Stat, Text, Version, Workload } from "../parts/basic";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { Diff, Trace } from "../parts/trace";
import { Link, address } from "../route";
import { settingsDiff } from "../text/diff";
import { count, figure, percent, three, words } from "../text/number";

/** One pin: whom it holds where, what proved it, and how it ends. */
export function PinPageOf({ workload }: { workload: string }) {
  const path = `/v1/workloads/${segment(workload)}/pin`;
  const pin = useLive<Pin>(path, ["pin", "pin-event"]);
  const operator = useMay("operate");
  return (
    <>
      <p className="path">
        <Link to={address(["pins"])}>Pins</Link>
      </p>
      <Shown
        live={pin}
        lines={8}
        missing={
          <Card>
            <Empty title="It is not pinned">
              The pin has ended, or there was none. <Workload name={workload} />
            </Empty>
          </Card>
        }
      >
        {(data) => (
          <>
            <div className="between">
              <h1>
                <Text>{data.workload}</Text> {data.halfOpen ? <Badge tone="info">being probed</Badge> : <Badge>active</Badge>}
              </h1>
              {operator && <Actions actions={pinActions(data, pin.tag)} onDone={pin.refresh} />}
            </div>
            <div className="stats">
              <Stat name="Held on" value={<Version name={data.version} />} />
              <Stat name="Kept away from" value={<Version name={data.awayFrom} />} />
              <Stat name="Since" value={<Moment at={data.createdAt} />} note={data.byHand ? <>by <Text>{data.byHand}</Text></> : "by evidence"} />
              <Stat
                name="Version caused it"
                value={data.evidence ? percent(data.evidence.posterior) : "–"}
                note={data.evidence && `${count(data.evidence.othersHit)} others were hit by then`}
              />
              <Stat name="Ends by itself" value={<Moment at={data.expiresAt} />} />
            </div>
            <Card title="Why">
              <Reasons reasons={data.reasons} />
              <p>
                <Workload name={data.workload} />: <Link to={address(["workloads", data.fingerprint])}>its runs and its history</Link>
              </p>
            </Card>
            <Proof fingerprint={data.fingerprint} pin={data} />
          </>
        )}
      </Shown>
    </>
  );
}

export function pinActions(pin: Pin, tag: string | null): Action[] {
  const path = `/v1/workloads/${segment(pin.fingerprint)}/pin`;
  return [
    {
      title: `Extend the pin of ${pin.workload}`,
      verb: "Extend…",
      effect: "It ends at another time than it would.",
      fields: [{ name: "until", label: "Until", kind: "datetime-local", required: true }],
      run: async (values) => {
        await call("POST", `${path}/extend`, {
          body: { until: new Date(values["until"] ?? "").toISOString(), reason: values["reason"] },
          ifMatch: tag,
        });
        return "The pin is extended";
      },
    },
    {
      title: `Release ${pin.workload}`,
      verb: "Release…",
      danger: true,
      effect: (
        <>
          Its next run gets the version that the fleet gives it, not <bdi>{pin.version}</bdi>.
          {pin.awayFrom && (
            <>
              {" "}
              That may be <bdi>{pin.awayFrom}</bdi>, on which it failed.
            </>
          )}
        </>
      ),
      run: async (values) => {
        await call("DELETE", `${path}${query({ reason: values["reason"] })}`, { ifMatch: tag });
        return `${pin.workload} is released`;
      },
    },
  ];
}

/** Both attempts side by side. */
function Proof({ fingerprint, pin }: { fingerprint: string; pin: Pin }) {
  const proof = useLive<PinProof>(`/v1/pins/${segment(fingerprint)}/proof`, ["pin"]);
  const releases = useLive<Releases>("/v1/releases", ["release"]);
  return (
    <Shown live={proof} missing={null}>
      {(data) =>
        data.bad && data.good ? (
          <>
            <div className="halves">
              <Attempt title={data.bad.failure ? "It failed" : "It took more"} attempt={data.bad} tone="bad" />
              <Attempt title="It succeeded" attempt={data.good} tone="good" />
            </div>
            {data.measured.length > 0 && (
              <Card title="What was measured">
                <Table
                  label="figures of both attempts"
                  id={(row) => row.name}
                  rows={data.measured.filter((row) => row.bad || row.good)}
                  columns={[
                    { name: "Figure", cell: (row) => words(row.name) },
                    { name: data.bad.version, figure: true, cell: (row) => (row.bad == null ? "–" : figure(row.name, row.bad)) },
                    { name: data.good.version, figure: true, cell: (row) => (row.good == null ? "–" : figure(row.name, row.good)) },
                    {
                      name: "Times",
                      figure: true,
                      cell: (row) => (row.bad != null && row.good ? three(row.bad / row.good) : "–"),
                    },
                  ]}
                />
              </Card>
            )}
            {pin.slowness && pin.slowness.grown.length > 0 && (
              <Card title="Over all runs that were compared">
                <Grown grown={pin.slowness.grown} />
              </Card>
            )}
            {data.bad.failure && <FailureText proof={data} />}
            <Configuration releases={releases.data} bad={data.bad.version} good={data.good.version} />
            {data.inputs.length > 0 && (
              <Card title="Records that proved it">
                <p>
                  {data.inputs.map((input) => (
                    <code key={input}>{input} </code>
                  ))}
                </p>
              </Card>
            )}
          </>
        ) : (
          <Card>
            <Empty title="A person made it">No failure had to prove it.</Empty>
          </Card>
        )
      }
    </Shown>
  );
}

export function Grown({ grown }: { grown: { metric: string; ratio: number; evidence: number; runs: number; comparedWith: number }[] }) {
  return (
    <Table
      label="figures that grew"
      id={(row) => row.metric}
      rows={grown}
      columns={[
        { name: "Figure", cell: (row) => words(row.metric) },
        { name: "Times as much", figure: true, cell: (row) => three(row.ratio) },
        { name: "Evidence", figure: true, cell: (row) => three(row.evidence) },
        { name: "Runs", figure: true, cell: (row) => count(row.runs) },
        { name: "Compared with", figure: true, cell: (row) => count(row.comparedWith) },
      ]}
    />
  );
}

function Attempt({ title, attempt, tone }: { title: string; attempt: AttemptProof; tone: "bad" | "good" }) {
  return (
    <section className={`card half ${tone}`}>
      <header>
        <h2>{title}</h2>
        <Version name={attempt.version} />
      </header>
      <Facts
        facts={[
          ["Run", <Text mono>{attempt.run}</Text>],
          ["Attempt", attempt.attempt],
          ["Cluster", attempt.cluster && <Text mono>{attempt.cluster}</Text>],
          ["Category", attempt.failure && <Badge tone="bad">{attempt.failure.category.toLowerCase()}</Badge>],
          ["Condition", attempt.failure?.condition && <code>{attempt.failure.condition}</code>],
          ["SQLSTATE", attempt.failure?.sqlState && <code>{attempt.failure.sqlState}</code>],
          ["Exception", attempt.failure?.exceptionClass && <Text mono>{attempt.failure.exceptionClass}</Text>],
          ["Signature", attempt.failure && <Link to={address(["pins"], { signature: attempt.failure.signature })}><Text mono>{attempt.failure.signature}</Text></Link>],
        ]}
      />
    </section>
  );
}

/** What the failure said, and how that differs from what another workload was told. */
function FailureText({ proof }: { proof: PinProof }) {
  const failure = proof.bad?.failure;
  const [other, setOther] = useState("");
  const alike = useLive<PinPage>(failure ? `/v1/pins${query({ signature: failure.signature, limit: 50 })}` : null, ["pin"]);
  const others = (alike.data?.pins ?? []).filter((pin) => pin.workload !== proof.workload);
  const compared = useLive<PinProof>(other ? `/v1/pins/${segment(other)}/proof` : null);
  if (!failure) return null;
  return (
    <Card
      title="What it said"
      aside={
        others.length > 0 && (
          <label className="choice">
            <span>Compare with</span>
            <select value={other} onChange={(event) => setOther(event.target.value)}>
              <option value="">nothing</option>
              {others.map((pin) => (
                <option key={pin.fingerprint} value={pin.fingerprint}>
                  {pin.workload}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      {failure.masked && (
        <p className="stale">Only its first line is shown: the rest may quote data, and is for those who may operate.</p>
      )}
      {failure.truncated && <p className="stale">It was longer; this is what was kept of it.</p>}
      {other && compared.data?.bad?.failure ? (
        <Diff left={compared.data.bad.failure.text} right={failure.text} label="difference of the two failures" />
      ) : (
        <Trace text={failure.text} label="text of the failure" />
      )}
    </Card>
  );
}

/** What the catalogue says the two versions are started with. */
function Configuration({ releases, bad, good }: { releases: Releases | undefined; bad: string; good: string }) {
  const find = (version: string) => releases?.releases.find((release) => release.version === version);
  const left = find(good);
  const right = find(bad);
  if (!left || !right) return null;
  const flat = (release: typeof left): Record<string, string> => ({
    ...release.sparkConf,
    ...(release.jvmFlags.length > 0 ? { "JVM flags": release.jvmFlags.join(" ") } : {}),
    engine: release.engine,
  });
  const rows = settingsDiff(flat(left), flat(right));
  return (
    <Card title="Configuration">
      {rows.length === 0 ? (
        <p className="quiet">Both versions are started with the same settings.</p>
      ) : (
        <Table
          label="settings that differ"
          id={(row) => row.name}
          rows={rows}
          columns={[
            { name: "Setting", cell: (row) => <code>{row.name}</code> },
            { name: good, cell: (row) => <Text mono>{row.left ?? "–"}</Text> },
            { name: bad, cell: (row) => <Text mono>{row.right ?? "–"}</Text> },
          ]}
        />
      )}
      {right.changedBehaviours.length > 0 && (
        <p className="quiet">
          {bad} changes on purpose: {right.changedBehaviours.map((change) => change.condition).join(", ")}.
        </p>
      )}
    </Card>
  );
}
