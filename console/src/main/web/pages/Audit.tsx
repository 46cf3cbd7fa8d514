import { useEffect, useState } from "react";
import { Problem, get, query } from "../api/client";
import { useMay } from "../api/session";
import type { AuditPage } from "../api/types";
import { Badge, Card, Moment, Text } from "../parts/basic";
import { Empty, Failure, Skeleton } from "../parts/states";
import { Table } from "../parts/table";

type Change = AuditPage["changes"][number];
const PAGE = 200;

/** Who changed what, and what came of it. */
export function AuditPageView() {
  const admin = useMay("admin");
  const [changes, setChanges] = useState<Change[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [text, setText] = useState("");

  async function read(before: number | null) {
    try {
      const page = (await get<AuditPage>(`/v1/audit${query({ limit: PAGE, before })}`)).data;
      setChanges((known) => (before === null ? page.changes : [...(known ?? []), ...page.changes]));
      setNext(page.next ?? null);
      setProblem(null);
    } catch (failure) {
      setProblem(failure instanceof Problem ? failure : new Problem(0, String(failure)));
    }
  }

  useEffect(() => {
    if (admin) void read(null);
  }, [admin]);

  const wanted = text.toLowerCase();
  const shown = (changes ?? []).filter((change) =>
    [change.actor, change.operation, change.object, change.workspace, change.from, change.credential, change.reason ?? ""]
      .join(" ")
      .toLowerCase()
      .includes(wanted),
  );
  return (
    <>
      <div className="between">
        <h1>Audit</h1>
        {admin && (
          <button type="button" onClick={() => void read(null)}>
            Read again
          </button>
        )}
      </div>
      <div className="filters">
        <input
          type="search"
          data-search
          placeholder="Actor, address, action, object or reason  /"
          aria-label="search changes"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <Card>
        {!admin ? (
          <Empty title="You may not see this">The audit trail is for those with the right admin.</Empty>
        ) : problem && !changes ? (
          <Failure problem={problem} retry={() => void read(null)} />
        ) : changes === null ? (
          <Skeleton lines={6} />
        ) : shown.length === 0 ? (
          <Empty title={wanted ? "No change matches among those that are loaded" : "Nobody has changed anything yet"} />
        ) : (
          <Table
            label="changes"
            id={(change) => change.id}
            rows={shown}
            columns={[
              { name: "When", cell: (change) => <Moment at={change.at} /> },
              { name: "Who", cell: (change) => <Text>{change.actor}</Text> },
              { name: "Workspace", cell: (change) => <Text>{change.workspace}</Text> },
              { name: "Did", cell: (change) => <code>{change.operation}</code> },
              { name: "To", cell: (change) => <Text mono>{change.object}</Text> },
              {
                name: "Outcome",
                cell: (change) =>
                  change.status == null ? (
                    <Badge tone="warn">not known</Badge>
                  ) : (
                    <Badge tone={change.accepted ? "good" : "bad"}>
                      {change.accepted ? "accepted" : "refused"} {change.status}
                    </Badge>
                  ),
              },
              { name: "Why", cell: (change) => <Text>{change.reason ?? "–"}</Text> },
              { name: "From", cell: (change) => <Text mono>{change.from}</Text> },
              { name: "Credential", cell: (change) => <Text mono>{change.credential}</Text> },
            ]}
          />
        )}
        {next !== null && (
          <p className="more">
            <button type="button" onClick={() => void read(next)}>
              Show {PAGE} more
            </button>
          </p>
        )}
      </Card>
    </>
  );
}
