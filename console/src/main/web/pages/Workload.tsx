import { useEffect, useState } from "react";
import { Problem, call, query, segment } from "../api/client";
import { EventConnection } from "../api/events";
import { useLive } from "../api/live";
import { useMay, useSession } from "../api/session";
import type { History, Resolved, Run, Speed, Workload as Remembered } from "../api/types";
import { Badge, Card, Facts, Moment, Reasons, Text, Version, hue, type Tone } from "../parts/basic";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Failure, Shown, Skeleton } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address } from "../route";
import { FiguresChart } from "../parts/chart";
import { bytes, count, words } from "../text/number";
import { Grown, pinActions } from "./Pin";

/** One workload: what it runs on and why, how its runs went, and what became of its pins. */
export function WorkloadPageOf({ name }: { name: string }) {
  const path = `/v1/workloads/${segment(name)}`;
  const workload = useLive<Remembered>(path, ["pin", "pin-event"]);
  const history = useLive<History>(`${path}/history`, ["pin", "pin-event", "rollout-decision"]);
  const operator = useMay("operate");
  const { workspace } = useSession();
  const real = workload.data?.workload ?? name;
  const refreshRuns = workload.refresh;

  // Verdicts of this workload alone: those of the fleet may be thousands a second.
  useEffect(() => {
    let timer = 0;
    function soon() {
      timer ||= window.setTimeout(() => {
        timer = 0;
        void refreshRuns();
      }, 1_000);
    }
    const connection = new EventConnection(
      `types=verdicts&workload=${segment(real)}`,
      (event) => {
        if (event.name === "verdict") soon();
      },
      () => undefined,
    );
    connection.open();
    return () => {
      window.clearTimeout(timer);
      connection.close();
    };
  }, [real, workspace, refreshRuns]);

  const pin = workload.data?.pin;
  return (
    <>
      <p className="path">
        <Link to={address(["workloads"])}>Workloads</Link>
      </p>
      <div className="between">
        <h1>
          <Text>{real}</Text> {pin && <Badge tone="info">pinned</Badge>}
        </h1>
        {operator && (
          <Actions
            actions={[byHand(real), ...(pin ? pinActions(pin, null) : [])]}
            onDone={() => Promise.all([workload.refresh(), history.refresh()])}
          />
        )}
      </div>
      <Why name={real} history={history.data} pin={pin?.version} />
      <Shown
        live={workload}
        lines={8}
        missing={
          <Card>
            <Empty title="Nothing was ever seen of it">
              It shows here once a run of it is reported. <Link to={address(["workloads"])}>Which workloads are there?</Link>
            </Empty>
          </Card>
        }
      >
        {(data) => (
          <>
            <Card title="Runs" aside={<span className="quiet">the newest {count(data.runs.length)}, oldest first</span>}>
              {data.runs.length === 0 ? <Empty title="No run is remembered" /> : <RunStrip runs={data.runs} />}
            </Card>
            <div className="columns even">
              <Card title="Pins over time">
                <Shown live={history} missing={<Empty title="It was never pinned" />}>
                  {(told) =>
                    told.events.length === 0 ? (
                      <Empty title="It was never pinned" />
                    ) : (
                      <ol className="timeline">
                        {[...told.events].reverse().map((event, index) => (
                          <li key={index}>
                            <div className="when">
                              <Moment at={event.at} />
                            </div>
                            <div>
                              <p>
                                <Badge tone={KINDS[event.kind] ?? "plain"}>{event.kind.replace("_", " ")}</Badge>{" "}
                                <Version name={event.version} />{" "}
                                {event.awayFrom && (
                                  <>
                                    <span className="quiet">away from</span> <Version name={event.awayFrom} />
                                  </>
                                )}{" "}
                                {event.actor && (
                                  <>
                                    by <Text>{event.actor}</Text>
                                  </>
                                )}
                              </p>
                              {event.reasons.map((reason) => (
                                <p key={reason.rule} className="quiet">
                                  <Text>{reason.sentence}</Text>
                                </p>
                              ))}
                            </div>
                          </li>
                        ))}
                      </ol>
                    )
                  }
                </Shown>
              </Card>
              <div>
                <Card title="Record by version">
                  {data.records.length === 0 ? (
                    <Empty title="No run has ended well yet" />
                  ) : (
                    <Table
                      label="record by version"
                      id={(record) => record.version}
                      rows={data.records}
                      columns={[
                        { name: "Version", cell: (record) => <Version name={record.version} /> },
                        { name: "Clean in a row", figure: true, cell: (record) => count(record.cleanRunsInARow) },
                        { name: "Clean in all", figure: true, cell: (record) => count(record.cleanRuns) },
                      ]}
                    />
                  )}
                </Card>
                <SpeedCard speed={data.speed} />
              </div>
            </div>
            <Card title="Identity">
              <Facts facts={[["Fingerprint", <code>{data.fingerprint}</code>], ["Pin", pin && <Link to={address(["pins", data.fingerprint])}>{pin.pin}</Link>]]} />
            </Card>
          </>
        )}
      </Shown>
    </>
  );
}

const KINDS: Record<string, Tone> = { created: "info", released: "good", probed: "plain", half_opened: "warn", extended: "plain" };

function byHand(name: string): Action {
  return {
    title: `Pin ${name} by hand`,
    verb: "Pin…",
    effect: "It runs on that version whatever the fleet does, until the pin ends. A person's pin beats every automatic decision.",
    fields: [
      { name: "version", label: "Version", required: true },
      { name: "until", label: "Until", kind: "datetime-local", hint: "Never ends by itself if left out." },
    ],
    run: async (values) => {
      await call("PUT", `/v1/workloads/${segment(name)}/pin`, {
        body: {
          version: values["version"],
          until: values["until"] ? new Date(values["until"]).toISOString() : null,
          reason: values["reason"],
        },
      });
      return `${name} is being pinned`;
    },
  };
}

/** Which version its next run gets, and every rule that was asked. */
function Why({ name, history, pin }: { name: string; history: History | undefined; pin: string | undefined }) {
  const [resolved, setResolved] = useState<Resolved | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const version = history?.version;
  useEffect(() => {
    let gone = false;
    setProblem(null);
    call<Resolved>("POST", `/v1/resolve${query({ explain: "true" })}`, { body: { workload: name, run: "console-explains" } })
      .then((answer) => {
        if (!gone) setResolved(answer.data);
      })
      .catch((failure) => {
        if (!gone) setProblem(failure instanceof Problem ? failure : new Problem(0, String(failure)));
      });
    return () => {
      gone = true;
    };
  }, [name, version, pin]);
  return (
    <Card title="Why this version?">
      {problem ? (
        <Failure problem={problem} />
      ) : resolved === null ? (
        <Skeleton lines={2} />
      ) : (
        <>
          <p className="lead">
            Its next run gets <Version name={resolved.version} />: <Text>{resolved.reason}</Text>
          </p>
          {resolved.chain && <Reasons reasons={resolved.chain} />}
          <h3>Resources</h3>
          <Resources resolved={resolved} />
        </>
      )}
    </Card>
  );
}

/** Runs in the order in which they were first seen: a column each, an attempt upon the other. */
function RunStrip({ runs }: { runs: Run[] }) {
  const [open, setOpen] = useState<string | null>(null);
  const chosen = runs.find((run) => run.run === open) ?? runs.at(-1);
  return (
    <>
      <div className="strip" role="group" aria-label="runs, oldest first">
        {runs.map((run) => (
          <button
            key={run.run}
            type="button"
            className="run"
            aria-pressed={chosen?.run === run.run}
            aria-label={`run ${run.run}: ${run.attempts.map((each) => `${each.version ?? "?"} ${each.phase.toLowerCase()}`).join(", ")}`}
            title={run.run}
            onClick={() => setOpen(run.run)}
          >
            {run.attempts.map((each) => (
              <span
                key={each.attempt}
                className={`attempt ${phaseTone(each.phase)}`}
                data-hue={each.version ? hue(each.version) : undefined}
              />
            ))}
          </button>
        ))}
      </div>
      {chosen && (
        <div className="run-detail">
          <h3>
            Run <Text mono>{chosen.run}</Text>
          </h3>
          <ol className="timeline">
            {chosen.attempts.map((each) => (
              <li key={each.attempt}>
                <div className="when">attempt {each.attempt}</div>
                <div>
                  <p>
                    <Version name={each.version} /> <Badge tone={phaseTone(each.phase)}>{each.phase.toLowerCase()}</Badge>{" "}
                    {each.category && <Badge>{each.category.toLowerCase()}</Badge>} {each.verdict && <code>{each.verdict}</code>}
                  </p>
                  {each.reasons.map((reason) => (
                    <p key={reason.rule} className="quiet">
                      <Text>{reason.sentence}</Text> <code className="rule">{reason.rule}</code>
                    </p>
                  ))}
                </div>
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
}

function phaseTone(phase: string): Tone {
  switch (phase) {
    case "SUCCEEDED":
      return "good";
    case "FAILED":
      return "bad";
    case "KILLED":
      return "warn";
    default:
      return "plain";
  }
}

function SpeedCard({ speed }: { speed: Speed }) {
  const tones: Record<string, Tone> = { slower: "bad", comparing: "warn", watching: "good" };
  return (
    <Card title="Speed" aside={<Badge tone={tones[speed.state] ?? "plain"}>{speed.state}</Badge>}>
      <p>
        <Text>{speed.because}</Text>
      </p>
      <Facts
        facts={[
          ["Compared with", speed.version && <><Version name={speed.version} /> ({count(speed.runs)} runs)</>],
          ["On trial", speed.newer && <><Version name={speed.newer} /> ({count(speed.newerRuns)} runs)</>],
          ["Suspicion", speed.suspicion && <Text mono>{speed.suspicion}</Text>],
        ]}
      />
      {speed.grown.length > 0 && <Grown grown={speed.grown} />}
      {speed.measured.length > 1 && <Measured speed={speed} />}
    </Card>
  );
}

/** Figures of its runs, beside the band in which those of the older version lie. */
function Measured({ speed }: { speed: Speed }) {
  const names = [...new Set(speed.measured.flatMap((run) => Object.keys(run.figures)))];
  const [chosen, setChosen] = useState("");
  const name = names.includes(chosen) ? chosen : names.includes("taskMillis") ? "taskMillis" : (names[0] ?? "");
  return (
    <>
      <label className="choice">
        <span>Figure</span>
        <select value={name} onChange={(event) => setChosen(event.target.value)}>
          {names.map((each) => (
            <option key={each} value={each}>
              {words(each)}
            </option>
          ))}
        </select>
      </label>
      <FiguresChart name={name} runs={speed.measured} baseline={speed.version ?? ""} />
    </>
  );
}

/** What its next run should get, as the autoscaler advises by its last runs. */
function Resources({ resolved }: { resolved: Resolved }) {
  const size = [resolved.size, resolved.memoryBytes != null && bytes(resolved.memoryBytes)].filter(Boolean).join(", ");
  return (
    <Facts
      facts={[
        ["Should get", size ? <Text>{size}</Text> : "nothing is advised yet: none of its runs told how much memory it took"],
        ["More than before", resolved.larger && "yes: memory ran out"],
        ["Alone", resolved.alone && "yes, on a cluster of its own"],
      ]}
    />
  );
}
