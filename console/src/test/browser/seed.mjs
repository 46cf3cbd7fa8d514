// A small fleet, made through the API alone: workloads that run well, some that a release breaks,
// one that it makes slower, and names that would like to be more than names.
export const STABLE = "3.5.7";
export const RELEASE = "4.2.0";
export const NASTY = [
  `<img src=x onerror="window.pwned=1">`,
  `"><script>window.pwned=1</script>`,
  "قاعدة البيانات اليومية",
  "🦊 nightly 🧪 ‮gnp.exe",
];
const BROKEN = ["billing", "shipping", "stock", "orders-eu", "orders-us"];

const TRACE = `[CAST_INVALID_INPUT] The value '<script>window.pwned=1</script>' of the type "STRING" cannot be cast to "BIGINT" because it is malformed. SQLSTATE: 22018
org.apache.spark.SparkNumberFormatException: [CAST_INVALID_INPUT] The value cannot be cast
	at org.apache.spark.sql.errors.QueryExecutionErrors$.invalidInputInCastToNumberError(QueryExecutionErrors.scala:145)
	at org.apache.spark.sql.catalyst.util.UTF8StringUtils$.withException$1(UTF8StringUtils.scala:51)
	at com.example.billing.Ledger.read(Ledger.scala:88)
	at java.base/java.lang.Thread.run(Thread.java:840)
Caused by: java.lang.NumberFormatException: For input string
	at com.example.billing.Ledger.parse(Ledger.scala:120)
	... 14 more`;

export class Api {
  constructor(base, key) {
    this.base = base;
    this.key = key;
  }

  async call(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        "Content-Type": "application/json",
        ...(this.key ? { Authorization: `Bearer ${this.key}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    let json = null;
    try {
      json = text ? JSON.parse(text) : null;
    } catch {
      json = text;
    }
    return { status: answer.status, body: json };
  }

  async must(method, path, body) {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300 && answer.status !== 409)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Asks until the answer is as wanted, within a minute. */
  async until(path, wanted) {
    const end = Date.now() + 60_000;
    for (;;) {
      const answer = await this.call("GET", path);
      if (answer.status === 200 && wanted(answer.body)) return answer.body;
      if (Date.now() > end) throw new Error(`${path} never was as wanted: ${JSON.stringify(answer.body).slice(0, 500)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Committed records of these topics from their beginning, until one is as wanted. */
  async heard(types, wanted) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 30_000);
    const answer = await fetch(`${this.base}/v1/events?from=start&types=${types}`, {
      headers: this.key ? { Authorization: `Bearer ${this.key}` } : {},
      signal: abort.signal,
    });
    let text = "";
    try {
      for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
        text += piece;
        const events = text.split("\n\n");
        text = events.pop();
        for (const event of events) {
          const field = (name) => event.split("\n").find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
          const data = field("data");
          if (data && wanted(JSON.parse(data), field("event"))) return JSON.parse(data);
        }
      }
    } catch (failure) {
      throw new Error(`no such record came on ${types}`, { cause: failure });
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
    throw new Error(`the stream of ${types} ended`);
  }
}

function event(workload, run, attempt, kind, version, more = {}) {
  return { workload, run, attempt, kind, version, sideEffects: "declared_idempotent", ...more };
}

async function post(api, events) {
  for (let at = 0; at < events.length; at += 500) await api.must("POST", "/v1/run-events", events.slice(at, at + 500));
}

function ran(workload, run, version, task) {
  return [
    event(workload, run, 1, "started", version),
    event(workload, run, 1, "succeeded", version, { measured: { taskMillis: task, inputRows: 1_000_000 } }),
  ];
}

/** Fails on the release, succeeds on the version before: its workload is pinned there. */
export async function blinkTwice(api, workload, run = "upgrade") {
  await post(api, [
    event(workload, run, 1, "started", RELEASE),
    event(workload, run, 1, "failed", RELEASE, {
      measured: { taskMillis: 41_000, spilledDiskBytes: 9_000_000 },
      error: {
        message: TRACE.split("\n")[0],
        stackTrace: TRACE.split("\n").slice(1).join("\n").replace("Ledger.scala:88", `Ledger.scala:${80 + workload.length}`),
        exceptionClass: "org.apache.spark.SparkNumberFormatException",
        condition: "CAST_INVALID_INPUT",
        sqlState: "22018",
        grpcStatus: "INTERNAL",
      },
    }),
  ]);
  const path = `/v1/runs/${run}/verdict?workload=${encodeURIComponent(workload)}&attempt=1&wait=10s`;
  const verdict = await api.until(path, (answer) => answer.action);
  if (verdict.action !== "RETRY_LAST_GOOD") throw new Error(`${workload}: ${JSON.stringify(verdict)}`);
  await post(api, [
    event(workload, run, 2, "started", STABLE),
    event(workload, run, 2, "succeeded", STABLE, { measured: { taskMillis: 38_000, spilledDiskBytes: 1_000_000 } }),
  ]);
  await api.until(`/v1/workloads/${encodeURIComponent(workload)}/pin`, (pin) => pin.version === STABLE);
}

export async function seed(api, healthy = 40) {
  await api.until("/v1/rollouts", () => true);
  await api.must("PUT", `/v1/releases/${STABLE}`, { sparkConf: { "spark.sql.ansi.enabled": "false" } });
  await api.must("PUT", `/v1/releases/${RELEASE}`, {
    predecessor: STABLE,
    sparkConf: { "spark.sql.ansi.enabled": "true", "spark.sql.shuffle.partitions": "64" },
    notes: "ANSI mode is on; see the migration guide <b>first</b>",
  });
  if (!(await api.must("GET", "/v1/rollouts")).stable)
    await api.must("POST", `/v1/rollouts/${STABLE}/promote`, { reason: "first" });
  await api.until("/v1/rollouts", (fleet) => fleet.stable === STABLE);
  const names = [
    ...Array.from({ length: healthy }, (_, index) => `${["etl", "report", "feature", "export"][index % 4]}-${String(index).padStart(3, "0")}`),
    ...NASTY,
  ];
  await post(
    api,
    [...names, ...BROKEN].flatMap((name) => [0, 1, 2].flatMap((run) => ran(name, `before-${run}`, STABLE, 60_000 + 500 * run))),
  );
  await api.must("POST", `/v1/rollouts/${RELEASE}/start`, { share: 0.5, reason: "half of the fleet" });
  await api.until("/v1/rollouts", (fleet) => fleet.rollouts.some((each) => each.version === RELEASE && each.share === 0.5));
  await post(api, names.filter((_, index) => index % 2 === 0).flatMap((name) => ran(name, "after-0", RELEASE, 58_000)));
  await Promise.all([...BROKEN, ...NASTY].map((name) => blinkTwice(api, name)));
  await post(
    api,
    Array.from({ length: 15 }, (_, run) => ran("nightly", `night-${run}`, STABLE, 600_000 + 3_000 * (run % 5))).flat(),
  );
  await post(api, Array.from({ length: 8 }, (_, run) => ran("nightly", `slow-${run}`, RELEASE, 960_000)).flat());
  await api.until("/v1/tickets?limit=100", (page) => page.tickets.some((ticket) => ticket.members >= BROKEN.length));
  await api.until("/v1/pins/count", (count) => count.total >= BROKEN.length + NASTY.length);
}

// By itself: seeds an installation for whoever wants to look at the page.
if (process.argv[1] === new URL(import.meta.url).pathname) {
  await seed(new Api(process.argv[2] ?? "http://127.0.0.1:15080", process.env["BLINKTWICE_API_KEY"] ?? ""));
}
