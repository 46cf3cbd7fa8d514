import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Operation, Operations, Placement, PlacementList, Queue, Session, SessionPage } from "../api/types";
import { Badge, Bar, Card, Facts, Moment, Reasons, Stat, Text, Version, type Tone } from "../parts/basic";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address } from "../route";
import { segment } from "../api/client";
import { operationProgress } from "../text/progress";
import { count, duration, three } from "../text/number";

const EVERY = 2_000;
const AT_ONCE = 10;

/** What waits for a place, which sessions there are, what runs in them, and where new ones went. */
export function Work() {
  const platform = useMay("view", true);
  const sessions = useLive<SessionPage>("/v1/sessions?limit=100", [], EVERY);
  return (
    <>
      {platform && <Waiting />}
      <Card title="Sessions" aside={sessions.data && <span className="quiet">{count(sessions.data.count)} at the gateways</span>}>
        <Shown live={sessions} missing={<Empty title="This server has no gateway" />}>
          {(data) =>
            data.sessions.length === 0 ? (
              <Empty title="Nobody is connected">Spark Connect clients show here from their first call on.</Empty>
            ) : (
              <SessionTable sessions={data.sessions} />
            )
          }
        </Shown>
      </Card>
      {sessions.data && <Running sessions={sessions.data.sessions.filter((each) => each.underWay > 0)} />}
      {platform && <Placements />}
    </>
  );
}

function SessionLink({ id }: { id: string }) {
  return (
    <Link className="strong" to={address(["clusters", "sessions", id])}>
      <bdi className="mono">{id.slice(0, 8)}</bdi>
    </Link>
  );
}

function Waiting() {
  const queue = useLive<Queue>("/v1/queue?limit=100", [], EVERY);
  return (
    <Card title="Waits for a place" aside={queue.data && <span className="quiet">{count(queue.data.total)} statements</span>}>
      <Shown live={queue} lines={1} missing={<Empty title="This server has no gateway" />}>
        {(data) =>
          data.waiting.length === 0 ? (
            <p className="quiet">Nothing waits.</p>
          ) : (
            <Table
              label="statements that wait"
              id={(each) => each.session + (each.statement ?? "")}
              rows={data.waiting}
              columns={[
                { name: "Session", cell: (each) => <SessionLink id={each.session} /> },
                { name: "Workspace", cell: (each) => <Text>{each.workspace ?? "–"}</Text> },
                { name: "Version", cell: (each) => <Version name={each.version} /> },
                { name: "Waits", figure: true, cell: (each) => duration(each.waitedMillis) },
                { name: "Core seconds", figure: true, cell: (each) => (each.coreSeconds == null ? "–" : three(each.coreSeconds)) },
                { name: "Why", cell: (each) => <Text>{each.why ?? "–"}</Text> },
              ]}
            />
          )
        }
      </Shown>
    </Card>
  );
}

function SessionTable({ sessions }: { sessions: Session[] }) {
  return (
    <Table
      label="sessions"
      id={(each) => each.session}
      rows={sessions}
      columns={[
        { name: "Session", cell: (each) => <SessionLink id={each.session} /> },
        { name: "Workspace", cell: (each) => <Text>{each.workspace ?? "–"}</Text> },
        { name: "User", cell: (each) => <Text>{each.user ?? "–"}</Text> },
        { name: "Run", cell: (each) => <Text mono>{each.run ?? "–"}</Text> },
        { name: "Version", cell: (each) => <Version name={each.version} /> },
        { name: "Cluster", cell: (each) => <Text mono>{each.cluster ?? "–"}</Text> },
        { name: "Under way", figure: true, cell: (each) => count(each.underWay) },
        { name: "Since", cell: (each) => <Moment at={each.since} /> },
      ]}
    />
  );
}

/** Of the first few sessions in which something runs. */
function Running({ sessions }: { sessions: Session[] }) {
  if (sessions.length === 0) return null;
  return (
    <Card title="Runs now" aside={sessions.length > AT_ONCE && <span className="quiet">the first {AT_ONCE} of {count(sessions.length)} sessions</span>}>
      {sessions.slice(0, AT_ONCE).map((each) => (
        <SessionWork key={each.session} id={each.session} running />
      ))}
    </Card>
  );
}

/** Operations of a session, each with what was expected of it beside what it did so far. */
function SessionWork({ id, running = false }: { id: string; running?: boolean }) {
  const platform = useMay("view", true);
  const operations = useLive<Operations>(`/v1/sessions/${segment(id)}/operations?limit=100`, [], EVERY);
  const placements = useLive<PlacementList>(platform ? `/v1/placements/${segment(id)}` : null, [], EVERY);
  const rows = (operations.data?.operations ?? []).filter((each) => !running || !each.endedAt);
  if (operations.loading || rows.length === 0) return running ? null : <p className="quiet">No operation is remembered.</p>;
  const expected = (operation: Operation) =>
    placements.data?.placements.find((each) => each.decision === operation.decision)?.expected ?? null;
  return (
    <Table
      label={`operations of session ${id}`}
      id={(each) => each.operation}
      rows={rows}
      columns={[
        ...(running ? [{ name: "Session", cell: () => <SessionLink id={id} /> }] : []),
        { name: "Operation", cell: (each: Operation) => <Text mono>{each.operation.slice(0, 8)}</Text> },
        { name: "State", cell: (each) => <Badge tone={STATES[each.state] ?? "plain"}>{each.state}</Badge> },
        { name: "Version", cell: (each) => <Version name={each.version} /> },
        {
          name: "Tasks",
          cell: (each) => {
            const progress = operationProgress(each, expected(each)?.coreSeconds);
            return progress.part === null ? (
              <span className="quiet">not said</span>
            ) : (
              <Bar part={progress.part} label={progress.sentence} />
            );
          },
        },
        { name: "So far", figure: true, cell: (each) => (each.taskMillis == null ? "–" : `${three(each.taskMillis / 1_000)} core s`) },
        {
          name: "Expected",
          figure: true,
          cell: (each) => {
            const known = expected(each);
            return known?.coreSeconds == null ? (
              "–"
            ) : (
              <span title={`from ${known.from}, at most ${three(known.coreSecondsHigh ?? known.coreSeconds)}`}>{three(known.coreSeconds)} core s</span>
            );
          },
        },
        { name: "Waited", figure: true, cell: (each) => (each.queuedMillis == null ? "–" : duration(each.queuedMillis)) },
        { name: "Begun", cell: (each) => <Moment at={each.startedAt ?? each.at} /> },
      ]}
    />
  );
}

const STATES: Record<string, Tone> = { running: "info", finished: "good", failed: "bad", cancelled: "warn" };
const OUTCOMES: Record<string, Tone> = { placed: "good", queued: "warn", moved: "info", refused: "bad" };

function Placements() {
  const placements = useLive<PlacementList>("/v1/placements?limit=30", [], EVERY);
  return (
    <Card title="Where work went" aside={<span className="quiet">the newest 30</span>}>
      <Shown live={placements} missing={<Empty title="This server knows of no placements" />}>
        {(data) =>
          data.placements.length === 0 ? (
            <Empty title="Nothing was placed yet" />
          ) : (
            <ol className="timeline">
              {data.placements.map((each, index) => (
                <PlacementLine key={(each.decision ?? "") + index} placement={each} />
              ))}
            </ol>
          )
        }
      </Shown>
    </Card>
  );
}

/** Where a session or a statement went, and what the other clusters would have been like. */
function PlacementLine({ placement }: { placement: Placement }) {
  return (
    <li>
      <div className="when">
        <Moment at={placement.at} />
      </div>
      <div>
        <p>
          <SessionLink id={placement.session} /> <Badge tone={OUTCOMES[placement.outcome] ?? "plain"}>{placement.outcome.replaceAll("_", " ")}</Badge>{" "}
          {placement.cluster && <Text mono>{placement.cluster}</Text>} <Version name={placement.version} />{" "}
          {placement.movedFrom && (
            <span className="quiet">
              from <Text mono>{placement.movedFrom}</Text>
            </span>
          )}
        </p>
        <details>
          <summary>Why there</summary>
          <Reasons reasons={placement.reasons} />
          {placement.candidates.length > 0 && (
            <Table
              label="candidates"
              id={(each) => each.cluster}
              rows={placement.candidates}
              columns={[
                { name: "Cluster", cell: (each) => <Text mono>{each.cluster}</Text> },
                { name: "Score", figure: true, cell: (each) => (each.score == null ? "–" : three(each.score)) },
                {
                  name: "Out because",
                  cell: (each) =>
                    each.excludedBy ? <Text>{each.excludedBy}</Text> : each.cluster === placement.cluster ? <Badge tone="good">taken</Badge> : "–",
                },
              ]}
            />
          )}
          <Facts
            facts={[
              ["Expected", placement.expected?.coreSeconds != null && `${three(placement.expected.coreSeconds)} core seconds on ${three(placement.expected.parallelism ?? 1)} cores, from ${placement.expected.from}`],
              ["Waited", placement.queuedMillis != null && duration(placement.queuedMillis)],
              ["Load was seen", placement.viewAgeMillis != null && `${duration(placement.viewAgeMillis)} before`],
              ["Rules", placement.rules && <code>{placement.rules}</code>],
              ["Decision", placement.decision && <code>{placement.decision}</code>],
            ]}
          />
        </details>
      </div>
    </li>
  );
}

/** One session: where it lives, what ran in it, and why there. */
export function SessionPageOf({ id }: { id: string }) {
  const platform = useMay("view", true);
  const session = useLive<Session>(`/v1/sessions/${segment(id)}`, [], EVERY);
  const placements = useLive<PlacementList>(platform ? `/v1/placements/${segment(id)}` : null, [], EVERY);
  return (
    <>
      <p className="path">
        <Link to={address(["clusters"])}>Clusters</Link>
      </p>
      <h1>
        Session <Text mono>{id}</Text>
      </h1>
      <Shown
        live={session}
        missing={
          <Card>
            <Empty title="There is no such session now">It has ended, or it is another workspace's.</Empty>
          </Card>
        }
      >
        {(data) => (
          <>
            <div className="stats">
              <Stat name="Lives on" value={<Text mono>{data.cluster ?? "–"}</Text>} note={<Version name={data.version} />} />
              <Stat name="User" value={<Text>{data.user ?? "–"}</Text>} note={<Text>{data.workspace ?? "–"}</Text>} />
              <Stat name="Under way" value={count(data.underWay)} note="operations" />
              <Stat name="Since" value={<Moment at={data.since} />} note={data.boundBecause && <Text>{data.boundBecause}</Text>} />
            </div>
            <Card title="Operations">
              <SessionWork id={id} />
            </Card>
          </>
        )}
      </Shown>
      {platform && (
        <Card title="Placements">
          <Shown live={placements} missing={<Empty title="It was never placed" />}>
            {(data) => (
              <ol className="timeline">
                {data.placements.map((each, index) => (
                  <PlacementLine key={(each.decision ?? "") + index} placement={each} />
                ))}
              </ol>
            )}
          </Shown>
        </Card>
      )}
    </>
  );
}
