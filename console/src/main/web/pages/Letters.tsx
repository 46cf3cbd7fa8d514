import { useEffect, useState } from "react";
import { call, query, segment } from "../api/client";
import { useLive } from "../api/live";
import { useMay } from "../api/session";
import type { Letter, LetterPage, Replayed } from "../api/types";
import { Badge, Card, Facts, Moment, Text } from "../parts/basic";
import { Actions, type Action } from "../parts/dialog";
import { Empty, Shown } from "../parts/states";
import { Table } from "../parts/table";
import { Link, address, setQuery, useRoute } from "../route";
import { bytes, count } from "../text/number";
import { Choice } from "./Pins";

/** Records that could not be used, each with its reason. */
export function LettersPage() {
  const operator = useMay("operate", true);
  const { query: asked } = useRoute();
  const filter = {
    topic: asked.get("topic") ?? "",
    reason: asked.get("reason") ?? "",
    since: asked.get("since") ?? "",
    page: asked.get("page") ?? "",
  };
  const [text, setText] = useState(filter.reason);
  useEffect(() => {
    const wait = window.setTimeout(() => {
      if (text !== filter.reason) setQuery({ reason: text, page: "" });
    }, 300);
    return () => window.clearTimeout(wait);
  }, [text, filter.reason]);
  const letters = useLive<LetterPage>(operator ? `/v1/dead-letters${query({ ...filter, limit: 50 })}` : null);
  const page = Number(filter.page || 1);
  return (
    <>
      <div className="between">
        <h1>Dead letters</h1>
        {operator && (
          <button type="button" onClick={letters.refresh}>
            Read again
          </button>
        )}
      </div>
      <div className="filters">
        <input
          type="search"
          data-search
          placeholder="Words of the reason  /"
          aria-label="search reasons"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Choice name="topic" label="Topic" value={filter.topic} options={(letters.data?.letters ?? []).map((letter) => letter.topic)} />
        <Choice name="since" label="Within" value={filter.since} options={["1h", "24h", "7d"]} />
      </div>
      <Card>
        {!operator ? (
          <Empty title="You may not see this">
            Dead letters hold what any producer wrote: they are for operators of the platform.
          </Empty>
        ) : (
          <Shown live={letters} lines={5}>
            {(data) =>
              data.letters.length === 0 ? (
                <Empty title="There are none">Every record could be used.</Empty>
              ) : (
                <>
                  <Table
                    label="dead letters"
                    id={(letter) => `${letter.id} ${letter.role}`}
                    rows={data.letters}
                    columns={[
                      {
                        name: "Letter",
                        cell: (letter) => (
                          <Link className="strong" to={address(["letters", letter.id])}>
                            <Text mono>{letter.id.replace(/^dead-/, "")}</Text>
                          </Link>
                        ),
                      },
                      { name: "Why", cell: (letter) => <Text>{letter.reason}</Text> },
                      { name: "Not used by", cell: (letter) => <Text>{letter.role}</Text> },
                      { name: "Size", figure: true, cell: (letter) => bytes(letter.keyBytes + letter.valueBytes) },
                      { name: "Written", cell: (letter) => <Moment at={letter.at} /> },
                    ]}
                  />
                  <p className="more">
                    {page > 1 && (
                      <button type="button" onClick={() => setQuery({ page: String(page - 1) })}>
                        Newer
                      </button>
                    )}{" "}
                    {data.matching > page * 50 && (
                      <button type="button" onClick={() => setQuery({ page: String(page + 1) })}>
                        Older
                      </button>
                    )}{" "}
                    <span className="quiet">{count(data.matching)} in all</span>
                  </p>
                </>
              )
            }
          </Shown>
        )}
      </Card>
    </>
  );
}

/** One letter: where it came from, why nobody could use it, and what it holds. */
export function LetterPageOf({ id }: { id: string }) {
  const operator = useMay("operate", true);
  const letter = useLive<Letter>(operator ? `/v1/dead-letters/${segment(id)}` : null);
  const [would, setWould] = useState<Replayed | null>(null);
  useEffect(() => {
    if (!operator) return;
    call<Replayed>("POST", `/v1/dead-letters/${segment(id)}/replay`, { body: { dryRun: true } })
      .then((answer) => setWould(answer.data))
      .catch(() => setWould(null)); // It cannot be sent again; its page says why.
  }, [id, operator]);
  const replay: Action = {
    title: "Send it once more",
    verb: "Replay…",
    effect: would ? (
      <>
        Its record goes to <code>{would.topic}</code>, partition {would.partition}, as it was, as event{" "}
        <code>{would.eventId}</code>. Mend first what could not use it: else it comes back as another letter.
      </>
    ) : (
      "It cannot be sent again as it is; the answer says why."
    ),
    run: async (values) => {
      const answer = await call<Replayed>("POST", `/v1/dead-letters/${segment(id)}/replay`, {
        body: { reason: values["reason"] },
      });
      return `sent: ${answer.data.topic}-${answer.data.partition}@${answer.data.offset}`;
    },
  };
  return (
    <>
      <p className="path">
        <Link to={address(["letters"])}>Dead letters</Link>
      </p>
      {!operator ? (
        <Card>
          <Empty title="You may not see this">Dead letters are for operators of the platform.</Empty>
        </Card>
      ) : (
        <Shown live={letter} lines={6} missing={<Card><Empty title="There is no such letter" /></Card>}>
          {(data) => (
            <>
              <div className="between">
                <h1>
                  <Text mono>{data.letter.id.replace(/^dead-/, "")}</Text>
                </h1>
                <Actions actions={[replay]} onDone={letter.refresh} />
              </div>
              <Card title="Why nobody used it">
                <p className="lead">
                  <Text>{data.letter.reason}</Text>
                </p>
                <Facts
                  facts={[
                    ["Not used by", <Text>{data.letter.role}</Text>],
                    ["From", <code>{data.letter.topic}</code>],
                    ["Written", <Moment at={data.letter.at} whole />],
                    ...Object.entries(data.headers).map(([name, value]): [string, React.ReactNode] => [name, <Text mono>{value}</Text>]),
                  ]}
                />
              </Card>
              <Held title="Key" held={data.key} />
              <Held title="Value" held={data.value} />
            </>
          )}
        </Shown>
      )}
    </>
  );
}

function Held({ title, held }: { title: string; held: Letter["key"] }) {
  return (
    <Card title={title} aside={<Badge>{bytes(held.size)}</Badge>}>
      {held.size === 0 ? (
        <p className="quiet">It has none.</p>
      ) : (
        <>
          <pre className="bytes">
            <bdi>{held.text}</bdi>
          </pre>
          <details>
            <summary>As hexadecimal digits</summary>
            <pre className="bytes">{held.hex.replace(/(..)/g, "$1 ")}</pre>
          </details>
        </>
      )}
    </Card>
  );
}
