import { useEffect, useState } from "react";
import { query } from "../api/client";
import { useLive } from "../api/live";
import type { Fleet, WorkloadPage } from "../api/types";
import { Badge, Card, Moment, Version, Workload } from "../parts/basic";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { setQuery, useRoute } from "../route";
import { count } from "../text/number";
import { Choice } from "./Pins";

/** Everything that ran in the workspace, by name. */
export function WorkloadsPage() {
  const { query: asked } = useRoute();
  const filter = {
    containing: asked.get("containing") ?? "",
    version: asked.get("version") ?? "",
    after: asked.get("after") ?? "",
  };
  const [text, setText] = useState(filter.containing);
  useEffect(() => {
    const wait = window.setTimeout(() => {
      if (text !== filter.containing) setQuery({ containing: text, after: "" });
    }, 250);
    return () => window.clearTimeout(wait);
  }, [text, filter.containing]);
  const fleet = useLive<Fleet>("/v1/fleet");
  const page = useLive<WorkloadPage>(`/v1/workloads${query({ ...filter, limit: 100 })}`, [], 5_000);
  return (
    <>
      <h1>Workloads</h1>
      <div className="filters">
        <input
          type="search"
          data-search
          placeholder="Search workloads  /"
          aria-label="search workloads"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Choice name="version" label="Ran on" value={filter.version} options={Object.keys(fleet.data?.byVersion ?? {})} />
      </div>
      <Card>
        <Shown live={page} lines={6}>
          {(data) =>
            data.workloads.length === 0 ? (
              <Empty title={filter.containing || filter.version ? "No workload matches" : "Nothing has run yet"}>
                A workload shows here when an attempt of it ends.
              </Empty>
            ) : (
              <>
                <Table
                  label="workloads"
                  id={(line) => line.fingerprint}
                  rows={data.workloads}
                  columns={[
                    { name: "Workload", cell: (line) => <Workload name={line.workload} fingerprint={line.fingerprint} /> },
                    { name: "Ran on", cell: (line) => <Version name={line.version} /> },
                    {
                      name: "Newest attempt",
                      cell: (line) =>
                        line.succeeded ? (
                          <Badge tone="good">{line.attempt > 1 ? `succeeded at attempt ${line.attempt}` : "succeeded"}</Badge>
                        ) : (
                          <Badge tone="bad">attempt {line.attempt} failed</Badge>
                        ),
                    },
                    { name: "Attempts", figure: true, cell: (line) => count(line.runs) },
                    { name: "Ended", cell: (line) => <Moment at={line.at} /> },
                  ]}
                />
                <p className="more">
                  {filter.after && (
                    <button type="button" onClick={() => setQuery({ after: "" })}>
                      First page
                    </button>
                  )}{" "}
                  {data.next && (
                    <button type="button" onClick={() => setQuery({ after: data.next ?? "" })}>
                      Next page
                    </button>
                  )}
                </p>
              </>
            )
          }
        </Shown>
      </Card>
    </>
  );
}
