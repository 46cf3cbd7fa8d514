import { query } from "../api/client";
import { useLive } from "../api/live";
import type { TicketPage } from "../api/types";
import { Badge, Card, Moment, Text, Version, type Tone } from "../parts/basic";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address, useRoute } from "../route";
import { count } from "../text/number";
import { Chip, Choice } from "./Pins";

const STATES = ["open", "triaged", "fixed", "false-positive", "closed", "merged"];

/** One ticket for each failure that a release has: everybody whom it hit is its member. */
export function TicketsPage() {
  const { query: asked } = useRoute();
  const filter = {
    state: asked.get("state") ?? "",
    release: asked.get("release") ?? "",
    team: asked.get("team") ?? "",
    signature: asked.get("signature") ?? "",
  };
  const tickets = useLive<TicketPage>(`/v1/tickets${query({ ...filter, limit: 500 })}`, ["ticket", "pin"]);
  const all = tickets.data?.tickets ?? [];
  const known = (pick: (ticket: (typeof all)[number]) => string | null | undefined) =>
    all.map(pick).filter((each): each is string => Boolean(each));
  return (
    <>
      <h1>Tickets</h1>
      <div className="filters">
        <Choice name="state" label="State" value={filter.state} options={STATES} />
        <Choice name="release" label="Release" value={filter.release} options={known((ticket) => ticket.release)} />
        <Choice name="team" label="Team" value={filter.team} options={known((ticket) => ticket.team)} />
        {filter.signature && <Chip name="signature" value={filter.signature} />}
      </div>
      <Card>
        <Shown live={tickets} lines={6}>
          {(data) =>
            data.tickets.length === 0 ? (
              <Empty title={Object.values(filter).some(Boolean) ? "No ticket matches" : "There is no ticket"}>
                When a release makes workloads fail, their pins join a ticket here, one for each failure.
              </Empty>
            ) : (
              <>
                <Table
                  label="tickets"
                  id={(ticket) => ticket.ticket}
                  rows={[...data.tickets].sort((a, b) => b.lastSeen.localeCompare(a.lastSeen))}
                  columns={[
                    {
                      name: "Failure",
                      cell: (ticket) => (
                        <Link className="strong" to={address(["tickets", ticket.ticket])}>
                          <Text>{ticket.title}</Text>
                        </Link>
                      ),
                    },
                    { name: "State", cell: (ticket) => <TicketState state={ticket.state} /> },
                    { name: "Release", cell: (ticket) => <Version name={ticket.release} /> },
                    { name: "Held back", figure: true, cell: (ticket) => `${count(ticket.pinned)} of ${count(ticket.members)}` },
                    { name: "Workspaces", figure: true, cell: (ticket) => count(ticket.workspaces) },
                    { name: "Owner", cell: (ticket) => <Text>{[ticket.team, ticket.assignee].filter(Boolean).join(", ") || "–"}</Text> },
                    { name: "First", cell: (ticket) => <Moment at={ticket.firstSeen} /> },
                    { name: "Last", cell: (ticket) => <Moment at={ticket.lastSeen} /> },
                  ]}
                />
                {data.next && <p className="quiet">Only the first 500 are shown; narrow them down.</p>}
              </>
            )
          }
        </Shown>
      </Card>
    </>
  );
}

export function TicketState({ state }: { state: string }) {
  const tones: Record<string, Tone> = { open: "bad", triaged: "warn", fixed: "good" };
  return <Badge tone={tones[state] ?? "plain"}>{state.replace("-", " ")}</Badge>;
}
