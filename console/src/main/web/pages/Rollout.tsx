import { Fragment } from "react";
import { call, segment } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Decision, Health, Release, RolloutLog, Rollouts, Wave } from "../api/types";
import { Badge, Bar, Card, Facts, Moment, Stat, Text, Version, type Tone } from "../parts/basic";
import { EvidenceChart } from "../parts/chart";
import { Actions, type Action } from "../parts/dialog";
import { EvidenceMeter } from "../parts/meter";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address } from "../route";
import { count, percent, three } from "../text/number";
import { RolloutState } from "./Fleet";

const LIVE = ["rollout-decision", "version-health"];

/** One release: how far it is, what speaks against it, and who decided what. */
export function RolloutPage({ version }: { version: string }) {
  const path = segment(version);
  const release = useLive<Release>(`/v1/releases/${path}`, ["release"]);
  const rollouts = useLive<Rollouts>("/v1/rollouts", LIVE);
  const health = useLive<Health>(`/v1/releases/${path}/health`, LIVE);
  const log = useLive<RolloutLog>(`/v1/rollouts/${path}/log`, LIVE);
  const operator = useMay("operate", true);
  const decision = rollouts.data?.rollouts.find((each) => each.version === version);
  const stable = rollouts.data?.stable === version;

  function refresh() {
    return Promise.all([rollouts.refresh(), health.refresh(), log.refresh()]);
  }

  return (
    <>
      <p className="path">
        <Link to={address(["rollouts"])}>Roll-outs</Link>
      </p>
      <div className="between">
        <h1>
          <Version name={version} link={false} />{" "}
          {decision ? (
            <RolloutState state={decision.state} share={decision.share} />
          ) : (
            <Badge>{stable ? "stable" : "not rolled out"}</Badge>
          )}
        </h1>
        {operator && rollouts.data && <Actions actions={actions(version, decision, stable)} onDone={refresh} />}
      </div>
      {decision && (
        <Bar
          part={decision.share}
          label={`${percent(decision.share)} of the fleet`}
          tone={decision.state === "PAUSED" ? "warn" : decision.state === "ABORTED" ? "bad" : "accent"}
        />
      )}
      <Shown
        live={health}
        missing={
          <Card>
            <Empty title="Nothing has been counted of it yet">
              Once runs of the wave end, the evidence for and against it shows here.
            </Empty>
          </Card>
        }
      >
        {(data) => (
          <>
            <div className="stats">
              <Stat name="Evidence says" value={<Judgement word={data.judgement} />} note={data.evidenceAt && <>newest run <Moment at={data.evidenceAt} /></>} />
              <Stat
                name="Success rate"
                value={data.successRate == null ? "–" : percent(data.successRate)}
                note={`${count(data.runs)} runs, ${count(data.userVisibleFailures)} failures seen by users`}
                tone={data.userVisibleFailures ? "warn" : data.runs ? "good" : "plain"}
              />
              <Stat
                name="Harmed workloads"
                value={count(treated(data).reduce((sum, wave) => sum + wave.harmed, 0))}
                note={`of ${count(treated(data).reduce((sum, wave) => sum + wave.workloads, 0))} that ran on it`}
              />
              <Stat
                name="Held back"
                value={<Link to={address(["pins"], { awayFrom: version })}>{count(data.activePins)}</Link>}
                note="active pins away from it"
              />
            </div>
            <Card title="Evidence against the release">
              <EvidenceMeter wealth={data.wealth} pauseAt={data.pauseAt} />
              {log.data && log.data.points.length > 1 && <EvidenceChart points={log.data.points} />}
            </Card>
            <Card title="Control and waves">
              <Waves health={data} />
            </Card>
          </>
        )}
      </Shown>
      <Card title="Decisions">
        <Shown live={log} missing={<Empty title="Nothing was decided about it yet" />}>
          {(data) =>
            data.decisions.length === 0 ? (
              <Empty title="Nothing was decided about it yet" />
            ) : (
              <ol className="timeline">
                {data.decisions.map((each) => (
                  <DecisionLine key={each.decisionId} decision={each} />
                ))}
              </ol>
            )
          }
        </Shown>
      </Card>
      <Card title="The release">
        <Shown live={release} missing={<Empty title="It is not in the catalogue" />}>
          {(data) => (
            <Facts
              facts={[
                ["Follows", <Version name={data.predecessor} />],
                ["Engine", <Text mono>{data.engine}</Text>],
                ["Registered", <><Text>{data.registeredBy}</Text>, <Moment at={data.registeredAt} /></>],
                ["Notes", data.notes && <Text>{data.notes}</Text>],
                ["Settings", settings(data.sparkConf)],
                ["Changed on purpose", data.changedBehaviours.length > 0 && (
                  <ul>
                    {data.changedBehaviours.map((change) => (
                      <li key={change.condition}>
                        <code>{change.condition}</code>: {change.policy}. <Text>{change.hint ?? ""}</Text>
                      </li>
                    ))}
                  </ul>
                )],
                ["Fixes", data.fixes.length > 0 && data.fixes.join(", ")],
              ]}
            />
          )}
        </Shown>
      </Card>
    </>
  );
}

function settings(conf: Record<string, string>) {
  const names = Object.keys(conf).sort();
  return (
    names.length > 0 && (
      <ul>
        {names.map((name) => (
          <li key={name}>
            <code>{name}={conf[name]}</code>
          </li>
        ))}
      </ul>
    )
  );
}

function treated(health: Health): Wave[] {
  return health.waves.filter((wave) => wave.wave > 0);
}

function Judgement({ word }: { word: string | null | undefined }) {
  const tones: Record<string, Tone> = { CONTINUE: "good", SLOW: "warn", PAUSE: "bad" };
  if (!word) return <Badge>nothing yet</Badge>;
  return <Badge tone={tones[word] ?? "plain"}>{word.toLowerCase()}</Badge>;
}

function Waves({ health }: { health: Health }) {
  const categories = [...new Set(health.waves.flatMap((wave) => Object.keys(wave.failures)))].sort();
  if (health.waves.length === 0) return <p className="quiet">No run of the control or of a wave has been counted yet.</p>;
  const rate = (part: number, whole: number) => (whole ? percent(part / whole) : "–");
  return (
    <Table
      label="control and waves"
      id={(wave: Wave) => String(wave.wave)}
      rows={health.waves}
      columns={[
        {
          name: "Slice",
          cell: (wave) =>
            wave.wave === 0 ? (
              <Badge>control</Badge>
            ) : (
              <span className="nowrap">
                wave {wave.wave} <span className="quiet">to {percent(wave.toShare)}</span>
              </span>
            ),
        },
        { name: "Workloads", figure: true, cell: (wave) => count(wave.workloads) },
        { name: "Runs", figure: true, cell: (wave) => count(wave.runs) },
        { name: "Clean", figure: true, cell: (wave) => rate(wave.cleanRuns, wave.runs) },
        ...categories.map((category) => ({
          name: `${category.toLowerCase()} failures`,
          figure: true,
          cell: (wave: Wave) => count(wave.failures[category] ?? 0),
        })),
        { name: "Suspect", figure: true, cell: (wave) => count(wave.suspects) },
        { name: "Repaired by retry", figure: true, cell: (wave) => count(wave.repaired) },
        { name: "Pins", figure: true, cell: (wave) => count(wave.pins + wave.performancePins) },
        { name: "Harmed", figure: true, cell: (wave) => count(wave.harmed) },
        { name: "Seen by users", figure: true, cell: (wave) => count(wave.userVisibleFailures) },
      ]}
    />
  );
}

function DecisionLine({ decision }: { decision: Decision }) {
  const judged = decision.judged;
  return (
    <li>
      <div className="when">
        <Moment at={decision.decidedAt} />
      </div>
      <div>
        <p>
          <RolloutState state={decision.state} share={decision.share} />{" "}
          {decision.reasons.map((reason) => (
            <Fragment key={reason.rule}>
              <Text>{reason.sentence}</Text> <code className="rule">{reason.rule}</code>{" "}
            </Fragment>
          ))}
        </p>
        <details>
          <summary>What it rests on</summary>
          {judged && (
            <>
              <p>
                <Judgement word={judged.verdict} /> evidence {three(judged.wealth)} of {three(judged.pauseAt)}.{" "}
                <Text>{judged.budget.sentence}</Text>
                {judged.confined.length > 0 && <> Kept off it: {judged.confined.join(", ")}.</>}
              </p>
              {judged.evidence.length > 0 && (
                <Table
                  label="bets"
                  id={(bet) => bet.verdict}
                  rows={judged.evidence}
                  columns={[
                    { name: "Workload", cell: (bet) => <Text>{bet.workload}</Text> },
                    { name: "On", cell: (bet) => (bet.onRelease ? "the release" : "the control") },
                    { name: "What happened", cell: (bet) => <Text>{bet.sentence}</Text> },
                    { name: "Factor", figure: true, cell: (bet) => three(bet.factor) },
                    { name: "Evidence after", figure: true, cell: (bet) => three(bet.wealthAfter) },
                  ]}
                />
              )}
            </>
          )}
          <p className="quiet">
            Decision <code>{decision.decisionId}</code>, from{" "}
            {decision.inputs.map((input) => (
              <code key={input}>{input} </code>
            ))}
          </p>
        </details>
      </div>
    </li>
  );
}

function actions(version: string, decision: Decision | undefined, stable: boolean): Action[] {
  const order = (action: string, done: string) => async (values: Record<string, string>) => {
    const body: Record<string, unknown> = { reason: values["reason"] };
    if (values["share"]) body["share"] = Number(values["share"]) / 100;
    await call("POST", `/v1/rollouts/${segment(version)}/${action}`, { body });
    return done;
  };
  const share = {
    name: "share",
    label: "Share of the fleet, in percent",
    kind: "number" as const,
    min: "0.01",
    max: "100",
    step: "any",
  };
  const abort: Action = {
    title: `Abort the roll-out of ${version}`,
    verb: "Abort…",
    danger: true,
    effect: `Every workload goes back to ${decision?.stableBefore ?? "the version before"} with its next run. Pins stay.`,
    run: order("abort", `${version} is aborted`),
  };
  const promote: Action = {
    title: `Promote ${version}`,
    verb: "Promote…",
    effect: `It becomes the fleet's stable version: every workload without a pin runs on it from its next run on.`,
    run: order("promote", `${version} is the stable version`),
  };
  if (stable) return [];
  switch (decision?.state) {
    case "ROLLING_OUT":
      return [
        {
          title: `Pause the roll-out of ${version}`,
          verb: "Pause…",
          effect: `Nobody more gets it. Those who have it, ${percent(decision.share)} of the fleet, keep it.`,
          run: order("pause", `${version} is paused`),
        },
        {
          title: `Advance the roll-out of ${version}`,
          verb: "Advance…",
          effect: `It has ${percent(decision.share)} of the fleet; it only grows.`,
          fields: [{ ...share, required: true }],
          run: order("advance", `${version} advances`),
        },
        promote,
        abort,
      ];
    case "PAUSED":
      return [
        {
          title: `Resume the roll-out of ${version}`,
          verb: "Resume…",
          effect: "It goes on where it stood, under a new budget for wrong pauses.",
          run: order("resume", `${version} is resumed`),
        },
        abort,
      ];
    case "STABLE":
      return [promote];
    default:
      return [
        {
          title: `Start the roll-out of ${version}`,
          verb: "Start…",
          effect: "Workloads are drawn by their hash, whatever they ran before.",
          fields: [{ ...share, hint: "Leave it out to go by evidence: 0.3 % first, then as far as the harm budget reaches." }],
          run: order("start", `the roll-out of ${version} is started`),
        },
        promote,
      ];
  }
}
