import { useLive } from "../api/live";
import { useMay } from "../api/session";
import { call, segment } from "../api/client";
import type { Releases, Rollouts } from "../api/types";
import { Bar, Card, Moment, Text, Version } from "../parts/basic";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { byVersion, percent } from "../text/number";
import { RolloutState } from "./Fleet";

/** All versions of the catalogue, and how far each is. */
export function RolloutsPage() {
  const rollouts = useLive<Rollouts>("/v1/rollouts", ["rollout-decision"]);
  const releases = useLive<Releases>("/v1/releases", ["release"]);
  const operator = useMay("operate", true);
  const decisions = new Map((rollouts.data?.rollouts ?? []).map((each) => [each.version, each]));
  return (
    <>
      <div className="between">
        <h1>Roll-outs</h1>
        {operator && <Actions actions={[register()]} onDone={releases.refresh} />}
      </div>
      <Card>
        <Shown live={releases}>
          {(data) =>
            data.releases.length === 0 ? (
              <Empty title="No release is registered">Register the versions that the fleet may run.</Empty>
            ) : (
              <Table
                label="releases"
                id={(release) => release.version}
                rows={[...data.releases].sort((a, b) => byVersion(b.version, a.version))}
                columns={[
                  { name: "Version", cell: (release) => <Version name={release.version} /> },
                  {
                    name: "State",
                    cell: (release) => {
                      const decision = decisions.get(release.version);
                      if (release.retired) return <span className="quiet">retired</span>;
                      return decision ? (
                        <RolloutState state={decision.state} share={decision.share} />
                      ) : (
                        <span className="quiet">waiting</span>
                      );
                    },
                  },
                  {
                    name: "Share",
                    cell: (release) => {
                      const share = decisions.get(release.version)?.share ?? 0;
                      return <Bar part={share} label={`${percent(share)} of the fleet`} />;
                    },
                  },
                  {
                    name: "Newest decision",
                    cell: (release) => <Text>{decisions.get(release.version)?.reasons[0]?.sentence ?? "–"}</Text>,
                  },
                  { name: "When", cell: (release) => <Moment at={decisions.get(release.version)?.decidedAt} /> },
                  { name: "Follows", cell: (release) => <Version name={release.predecessor} /> },
                ]}
              />
            )
          }
        </Shown>
      </Card>
    </>
  );
}

function register(): Action {
  return {
    title: "Register a release",
    verb: "Register…",
    effect: "The catalogue gets a version. It runs nothing until a roll-out of it is started.",
    fields: [
      { name: "version", label: "Version", required: true },
      { name: "predecessor", label: "Follows", hint: "The version before it." },
    ],
    run: async (values) => {
      await call("PUT", `/v1/releases/${segment(values["version"] ?? "")}`, {
        body: { predecessor: values["predecessor"] || null, notes: values["reason"] },
      });
      return `${values["version"]} is registered`;
    },
  };
}
