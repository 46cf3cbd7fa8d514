import type { ReactNode } from "react";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Fleet, LetterPage, PinCount, Rollouts, TicketPage, Upgrades } from "../api/types";
import { Badge, Bar, Card, Moment, Stat, Text, Version, claimHues } from "../parts/basic";
import { VersionsChart } from "../parts/chart";
import { Empty, Shown, Skeleton } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address } from "../route";
import { byVersion, count, percent } from "../text/number";

const BEAT = 5_000;

export function FleetPage() {
  const fleet = useLive<Fleet>("/v1/fleet", [], BEAT);
  const upgrades = useLive<Upgrades>("/v1/upgrades", ["version-health", "rollout-decision"]);
  const pins = useLive<PinCount>("/v1/pins/count", ["pin", "pin-event"]);
  const rollouts = useLive<Rollouts>("/v1/rollouts", ["rollout-decision"]);
  const versions = [
    ...new Set([
      ...Object.keys(fleet.data?.byVersion ?? {}),
      ...(fleet.data?.spans ?? []).flatMap((span) => Object.keys(span.workloads)),
      ...(rollouts.data?.rollouts ?? []).map((rollout) => rollout.version),
    ]),
  ].sort(byVersion);
  claimHues(versions);
  const workloads = Object.values(fleet.data?.byVersion ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <>
      <h1>Fleet</h1>
      <Attention rollouts={rollouts.data} />
      <div className="stats">
        <Stat
          name="Upgrade success rate"
          value={upgrades.data ? (upgrades.data.successRate == null ? "–" : percent(upgrades.data.successRate)) : "…"}
          note={
            upgrades.data &&
            `${count(upgrades.data.runs)} runs on upgraded versions, ${count(upgrades.data.userVisibleFailures)} failures seen by users`
          }
          tone={upgrades.data?.userVisibleFailures ? "warn" : upgrades.data?.runs ? "good" : "plain"}
        />
        <Stat
          name="Failures nobody saw"
          value={fleet.data ? count(fleet.data.rescued) : "…"}
          note="attempts that were repeated and succeeded"
        />
        <Stat
          name="Active pins"
          value={
            <Link to={address(["pins"])}>{pins.data ? count(pins.data.total) : "…"}</Link>
          }
          note={pins.data && pinsNote(pins.data)}
          tone={pins.data?.total ? "info" : "plain"}
        />
        <Stat
          name="Workloads"
          value={<Link to={address(["workloads"])}>{fleet.data ? count(workloads) : "…"}</Link>}
          note={fleet.data && `${count(fleet.data.ended)} attempts ended${fleet.data.complete ? "" : ", still being read"}`}
        />
        <Stat
          name="Versions alive"
          value={upgrades.data ? count(upgrades.data.versionsAlive) : "…"}
          note={upgrades.data && `${count(upgrades.data.perYear)} upgrades within a year`}
        />
      </div>
      <div className="columns">
        <Card title="Workloads by version" wide>
          <Shown live={fleet} lines={6}>
            {(data) =>
              data.spans.length === 0 ? (
                <Empty title="Nothing has run yet">
                  Point a Spark Connect client at the gateway, or post run events; what runs shows here at once.
                </Empty>
              ) : (
                <VersionsChart spans={data.spans} versions={versions} />
              )
            }
          </Shown>
        </Card>
        <Card title="Roll-outs">
          <Shown live={rollouts}>{(data) => <RolloutList rollouts={data} />}</Shown>
        </Card>
      </div>
      <Card title="Versions">
        {fleet.loading ? (
          <Skeleton />
        ) : versions.length === 0 ? (
          <Empty title="No version is known yet">Register one: PUT /v1/releases/VERSION.</Empty>
        ) : (
          <Table
            label="versions"
            id={(version) => version}
            rows={versions}
            columns={[
              { name: "Version", cell: (version) => <Version name={version} /> },
              { name: "State", cell: (version) => <StateOf version={version} rollouts={rollouts.data} /> },
              {
                name: "Workloads",
                figure: true,
                cell: (version) => (
                  <Link to={address(["workloads"], { version })}>{count(fleet.data?.byVersion[version] ?? 0)}</Link>
                ),
              },
              {
                name: "Of the fleet",
                cell: (version) => {
                  const part = workloads ? (fleet.data?.byVersion[version] ?? 0) / workloads : 0;
                  return <Bar part={part} label={percent(part)} />;
                },
              },
              {
                name: "Pinned to it",
                figure: true,
                cell: (version) => (
                  <Link to={address(["pins"], { version })}>{count(pins.data?.byVersion[version] ?? 0)}</Link>
                ),
              },
              {
                name: "Kept away",
                figure: true,
                cell: (version) => (
                  <Link to={address(["pins"], { awayFrom: version })}>{count(pins.data?.byAwayFrom[version] ?? 0)}</Link>
                ),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}

function pinsNote(pins: PinCount): ReactNode {
  const away = Object.entries(pins.byAwayFrom).sort(([, a], [, b]) => b - a)[0];
  return away ? (
    <>
      {count(away[1])} kept away from <bdi>{away[0]}</bdi>
    </>
  ) : (
    "nobody is held back"
  );
}

function StateOf({ version, rollouts }: { version: string; rollouts: Rollouts | undefined }) {
  const decision = rollouts?.rollouts.find((each) => each.version === version);
  if (rollouts?.stable === version) return <Badge tone="good">stable</Badge>;
  if (!decision) return <span className="quiet">not rolled out</span>;
  return <RolloutState state={decision.state} share={decision.share} />;
}

export function RolloutState({ state, share }: { state: string; share: number }) {
  switch (state) {
    case "ROLLING_OUT":
      return <Badge tone="info">rolling out, {percent(share)}</Badge>;
    case "PAUSED":
      return <Badge tone="warn">paused at {percent(share)}</Badge>;
    case "STABLE":
      return <Badge tone="good">stable</Badge>;
    case "ABORTED":
      return <Badge tone="bad">aborted</Badge>;
    default:
      return <Badge>{state.toLowerCase()}</Badge>;
  }
}

function RolloutList({ rollouts }: { rollouts: Rollouts }) {
  const live = rollouts.rollouts.filter((each) => each.state === "ROLLING_OUT" || each.state === "PAUSED");
  if (live.length === 0) {
    return (
      <Empty title="No roll-out is under way">
        {rollouts.stable ? (
          <>
            The fleet is on <Version name={rollouts.stable} />.
          </>
        ) : (
          "The fleet has no stable version yet."
        )}
      </Empty>
    );
  }
  return (
    <ul className="plain-list">
      {live.map((each) => (
        <li key={each.version}>
          <div className="between">
            <Version name={each.version} />
            <RolloutState state={each.state} share={each.share} />
          </div>
          <Bar part={each.share} label={`${percent(each.share)} of the fleet`} tone={each.state === "PAUSED" ? "warn" : "accent"} />
          {each.reasons[0] && (
            <p className="quiet">
              <Text>{each.reasons[0].sentence}</Text>, <Moment at={each.decidedAt} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What waits for a person, the most urgent first. */
function Attention({ rollouts }: { rollouts: Rollouts | undefined }) {
  const operator = useMay("operate", true);
  const tickets = useLive<TicketPage>("/v1/tickets?state=open&limit=100", ["ticket", "pin"]);
  const letters = useLive<LetterPage>(operator ? "/v1/dead-letters?since=24h&limit=1" : null, [], 60_000);
  const paused = rollouts?.rollouts.filter((each) => each.state === "PAUSED") ?? [];
  const open = tickets.data?.tickets ?? [];
  const dead = letters.data?.matching ?? 0;
  if (!rollouts || tickets.loading) return <Skeleton lines={1} />;
  const known = !tickets.error;
  return (
    <section className={paused.length + open.length + dead > 0 ? "attention" : "attention calm"} aria-label="needs a person">
      <h2>{paused.length + open.length + dead > 0 ? "Needs a person" : known ? "Nothing needs a person" : "Tickets are not known"}</h2>
      <ul>
        {paused.map((each) => (
          <li key={each.version}>
            <Badge tone="warn">paused</Badge>
            <Link to={address(["rollouts", each.version])}>
              The roll-out of <bdi>{each.version}</bdi> stands at {percent(each.share)}
            </Link>
            <Moment at={each.decidedAt} />
          </li>
        ))}
        {open.slice(0, 5).map((each) => (
          <li key={each.ticket}>
            <Badge tone="bad">ticket</Badge>
            <Link to={address(["tickets", each.ticket])}>
              <Text>{each.title}</Text>
            </Link>
            <span className="quiet">
              {count(each.pinned)} held back from <bdi>{each.release}</bdi>
            </span>
          </li>
        ))}
        {open.length > 5 && (
          <li>
            <Link to={address(["tickets"], { state: "open" })}>and {count(open.length - 5)} more open tickets</Link>
          </li>
        )}
        {dead > 0 && (
          <li>
            <Badge tone="warn">letters</Badge>
            <Link to={address(["letters"])}>{count(dead)} records could not be used within a day</Link>
          </li>
        )}
      </ul>
    </section>
  );
}
