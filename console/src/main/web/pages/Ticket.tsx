import { useState } from "react";
import { call, segment } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Attached, MemberPage, Ticket } from "../api/types";
import { Badge, Card, Facts, Moment, Stat, Text, Version } from "../parts/basic";
import { Actions, type Action, type Values } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { GivenDiff, Trace } from "../parts/trace";
import { Link, address } from "../route";
import { count } from "../text/number";
import { TicketState } from "./Tickets";

/** One failure of one release: whom it hit, what is known, and what people did about it. */
export function TicketPageOf({ id }: { id: string }) {
  const path = `/v1/tickets/${segment(id)}`;
  const ticket = useLive<Ticket>(path, ["ticket", "pin"]);
  const members = useLive<MemberPage>(`${path}/members?limit=200`, ["ticket", "pin"]);
  const operator = useMay("operate", true);
  return (
    <>
      <p className="path">
        <Link to={address(["tickets"])}>Tickets</Link>
      </p>
      <Shown live={ticket} lines={8} missing={<Card><Empty title="There is no such ticket" /></Card>}>
        {(data) => (
          <>
            <div className="between">
              <h1>
                <Text>{data.title}</Text> <TicketState state={data.state} />
              </h1>
              {operator && (
                <Actions
                  actions={ticketActions(data, ticket.tag)}
                  onDone={() => Promise.all([ticket.refresh(), members.refresh()])}
                />
              )}
            </div>
            {data.mergedInto && (
              <p className="stale">
                It was merged into <Link to={address(["tickets", data.mergedInto])}>{data.mergedInto}</Link>.
              </p>
            )}
            <div className="stats">
              <Stat name="Release" value={<Version name={data.release} />} />
              <Stat name="Held back" value={count(data.pinned)} note={`of ${count(data.members)} workloads in ${count(data.workspaces)} workspaces`} />
              <Stat name="Runs harmed" value={count(data.harmedRuns)} />
              <Stat name="Owner" value={<Text>{data.team ?? "–"}</Text>} note={data.assignee && <Text>{data.assignee}</Text>} />
              <Stat name="Last seen" value={<Moment at={data.lastSeen} />} note={<>first <Moment at={data.firstSeen} /></>} />
            </div>
            {data.stackDiff && (
              <Card title="What differs">
                <GivenDiff text={data.stackDiff} label="difference between the attempts" />
              </Card>
            )}
            <Card title="Workloads">
              <Shown live={members}>
                {(page) =>
                  page.members.length === 0 ? (
                    <Empty title="None of its members is yours" />
                  ) : (
                    <>
                      <Table
                        label="members"
                        id={(member) => member.fingerprint}
                        rows={page.members}
                        columns={[
                          {
                            name: "Workload",
                            cell: (member) => (
                              <Link className="strong" to={address(["pins", member.fingerprint])}>
                                <bdi>{member.workload}</bdi>
                              </Link>
                            ),
                          },
                          { name: "Workspace", cell: (member) => <Text>{member.workspace}</Text> },
                          { name: "Pin", cell: (member) => (member.pinned ? <Badge tone="info">held back</Badge> : <Badge>released</Badge>) },
                        ]}
                      />
                      {page.next && <p className="quiet">The first 200 of {count(data.members)}.</p>}
                    </>
                  )
                }
              </Shown>
            </Card>
            {data.attachments.length > 0 && <Attachments ticket={data} />}
            <Card title="History">
              {data.history.length + data.comments.length === 0 ? (
                <p className="quiet">Nobody has worked on it yet.</p>
              ) : (
                <ol className="timeline">
                  {[...data.history].reverse().map((change) => (
                    <li key={change.id}>
                      <div className="when">
                        <Moment at={change.at} />
                      </div>
                      <div>
                        <Badge tone={change.refused ? "bad" : "plain"}>{change.kind.toLowerCase().replace("_", " ")}</Badge>{" "}
                        <Text>{change.actor}</Text>: <Text>{change.reason}</Text>
                        {change.refused && <p className="quiet">refused: <Text>{change.refused}</Text></p>}
                      </div>
                    </li>
                  ))}
                  {[...data.comments].reverse().map((comment) => (
                    <li key={comment.at + comment.actor}>
                      <div className="when">
                        <Moment at={comment.at} />
                      </div>
                      <div>
                        <Text>{comment.actor}</Text>: <Text>{comment.text}</Text>
                      </div>
                    </li>
                  ))}
                </ol>
              )}
            </Card>
            <Card title="Identity">
              <Facts
                facts={[
                  ["Ticket", <code>{data.ticket}</code>],
                  ["Signature", <Link to={address(["pins"], { signature: data.signature })}><Text mono>{data.signature}</Text></Link>],
                  ["Category", data.category.toLowerCase()],
                  ["Behaviour changed", data.changedCondition && <Text mono>{data.changedCondition}</Text>],
                  ["Fixed in", data.fixedIn && <Version name={data.fixedIn} />],
                  ["Split from", data.splitFrom && <Link to={address(["tickets", data.splitFrom])}>{data.splitFrom}</Link>],
                  ["Also known as", data.aliases.length > 0 && data.aliases.join(", ")],
                  ["Revision", data.revision],
                ]}
              />
            </Card>
          </>
        )}
      </Shown>
    </>
  );
}

/** What collectors brought; each is read when somebody wants to see it. */
function Attachments({ ticket }: { ticket: Ticket }) {
  const platform = useMay("view", true);
  const [open, setOpen] = useState("");
  const content = useLive<Attached>(
    open ? `/v1/tickets/${segment(ticket.ticket)}/attachments/${segment(open)}` : null,
  );
  return (
    <Card title="What was collected">
      <ul className="plain-list">
        {ticket.attachments.map((each) => (
          <li key={each.id}>
            <div className="between">
              <span>
                <Badge>{each.kind.toLowerCase().replace("_", " ")}</Badge> <Text>{each.summary}</Text> <Moment at={each.at} />
              </span>
              {platform && (
                <button type="button" aria-expanded={open === each.id} onClick={() => setOpen(open === each.id ? "" : each.id)}>
                  {open === each.id ? "Hide" : "Show"}
                </button>
              )}
            </div>
            {open === each.id && (
              <Shown live={content}>{(data) => <Trace text={data.content} label={each.summary} />}</Shown>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ticketActions(ticket: Ticket, tag: string | null): Action[] {
  const order = (command: string, body: (values: Values) => Record<string, unknown>, done: string, ifMatch = tag) => async (values: Values) => {
    await call("POST", `/v1/tickets/${segment(ticket.ticket)}/${command}`, {
      body: { ...body(values), reason: values["reason"] },
      ifMatch,
    });
    return done;
  };
  const reassign: Action = {
    title: "Give it to somebody",
    verb: "Reassign…",
    effect: "It is theirs from now on.",
    fields: [
      { name: "team", label: "Team", value: ticket.team ?? "" },
      { name: "assignee", label: "Person", value: ticket.assignee ?? "" },
    ],
    run: order("reassign", (values) => ({ team: values["team"] || null, assignee: values["assignee"] || null }), "It is reassigned"),
  };
  const comment: Action = {
    title: "Add a remark",
    verb: "Comment…",
    effect: "It stands in the history of the ticket.",
    fields: [{ name: "text", label: "Remark", kind: "area", required: true }],
    // A remark conflicts with nothing, whatever happened to the ticket meanwhile.
    run: order("comment", (values) => ({ text: values["text"] }), "The remark is added", null),
  };
  const fixed: Action = {
    title: "Say where it is fixed",
    verb: "Fixed in…",
    effect: `Each of its ${count(ticket.pinned)} pins ends when that version, or a successor, is what its workload would get.`,
    fields: [{ name: "version", label: "Version that has the fix", required: true }],
    run: order("fixed-in", (values) => ({ version: values["version"] }), "The fix is noted"),
  };
  const falsePositive: Action = {
    title: "It was a false positive",
    verb: "False positive…",
    danger: true,
    effect: `The version is not at fault: all ${count(ticket.pinned)} pins of the ticket end, each for its next run.`,
    run: order("false-positive", () => ({}), "Its pins are released"),
  };
  const merge: Action = {
    title: "Merge it into another",
    verb: "Merge…",
    effect: "Its members go to the other ticket; its id stays an alias of that one.",
    fields: [{ name: "into", label: "Ticket that stays", required: true }],
    run: order("merge", (values) => ({ into: values["into"] }), "It is merged"),
  };
  const close: Action = {
    title: "Close it",
    verb: "Close…",
    effect: "The work on it ends; its pins live on, and a new member opens it again.",
    run: order("close", () => ({}), "It is closed"),
  };
  switch (ticket.state) {
    case "open":
    case "triaged":
      return [reassign, fixed, falsePositive, merge, close, comment];
    case "merged":
      return [];
    default:
      return [comment];
  }
}
