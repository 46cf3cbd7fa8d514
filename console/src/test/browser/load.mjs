// The web page while a fleet plays: how long the page's thread is busy at a stretch, and how much
// memory its process holds. 'bin/load-console [SECONDS [EVENTS_PER_S]]' starts it.
//
// Tasks are those of the renderer's main thread by Chromium's own trace; memory is the proportional
// share (PSS) of the largest renderer, read every ten seconds. It prints a JSON line for each figure.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = join(import.meta.dirname, "../../../..");
const seconds = Number(process.argv[2] ?? 300);
const rate = Number(process.argv[3] ?? 1_000);
const offset = 4_200;
const base = `http://127.0.0.1:${15_080 + offset}`;
const LONG = 50;
const PAGES = ["", "/rollouts/4.2.0", "/pins", "/tickets", "/workloads"];

const fleet = spawn(
  join(root, "blinktwice"),
  ["fleet", "--own", `--port-offset=${offset}`, `--rate=${rate}`, `--for=${seconds + 60}`, "--share=0.3", "--json"],
  { stdio: ["ignore", "ignore", "inherit"] },
);
const over = new Promise((resolve) => fleet.once("exit", resolve));
let ended = false;
over.then(() => (ended = true));

async function until(path, wanted) {
  const end = Date.now() + 300_000;
  while (Date.now() < end && !ended) {
    try {
      const answer = await fetch(base + path);
      const body = answer.ok ? await answer.json() : null;
      if (body && wanted(body)) return body;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${path} never was as wanted`);
}

function say(name, value, unit, bar) {
  console.log(JSON.stringify({ name: `page.${name}`, value, unit, ...(bar ? { bar, verdict: value <= bar ? "met" : "missed" } : {}) }));
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;

/** The main thread's tasks of some seconds on one page, in milliseconds. */
async function tasksOf(page, cdp, path, millis) {
  await page.goto(`${base}/console${path}?ws=${encodeURIComponent(workspace)}`, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("main h1");
  const events = [];
  const collect = (part) => events.push(...part.value);
  cdp.on("Tracing.dataCollected", collect);
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "disabled-by-default-lighthouse"] } });
  await new Promise((resolve) => setTimeout(resolve, millis));
  const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await complete;
  cdp.off("Tracing.dataCollected", collect);
  const mains = new Set(
    events.filter((each) => each.name === "thread_name" && each.args?.name === "CrRendererMain").map((each) => `${each.pid}/${each.tid}`),
  );
  return events
    .filter((each) => each.ph === "X" && each.name.endsWith("RunTask") && mains.has(`${each.pid}/${each.tid}`))
    .map((each) => each.dur / 1_000);
}

function rendererMemory(pids) {
  return Math.max(
    ...pids.map((pid) => {
      try {
        return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1_024;
      } catch {
        return 0; // It has ended.
      }
    }),
  );
}

let browser;
let workspace = "default";
try {
  // The fleet's workloads are in workspaces of their own: the page looks at one of them.
  const seen = await until("/v1/fleet", (answer) => Object.keys(answer.workspaces).some((name) => name !== "default"));
  workspace = Object.keys(seen.workspaces).find((name) => name !== "default");
  browser = await chromium.launch({ executablePath: process.env["BLINKTWICE_CHROMIUM"], args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  const begin = Date.now();
  await page.goto(`${base}/console`, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("main h1");
  say("first-page", Date.now() - begin, "ms", 1_000);
  const cdp = await browser.newBrowserCDPSession();
  const tasks = [];
  let memory = 0;
  const measured = setInterval(async () => {
    const { processInfo } = await cdp.send("SystemInfo.getProcessInfo").catch(() => ({ processInfo: [] }));
    memory = Math.max(memory, rendererMemory(processInfo.filter((each) => each.type === "renderer").map((each) => each.id)));
  }, 10_000);
  const slice = 10;
  for (let done = 0; done < seconds && !ended; done += slice) {
    tasks.push(...(await tasksOf(page, cdp, PAGES[Math.floor(done / 60) % PAGES.length], slice * 1_000)));
  }
  clearInterval(measured);
  tasks.sort((a, b) => a - b);
  say("tasks", tasks.length, "tasks");
  say("task-p50", at(tasks, 0.5), "ms");
  say("task-p99", at(tasks, 0.99), "ms", LONG);
  say("task-longest", tasks.at(-1) ?? 0, "ms");
  say("longer-than-50-ms", tasks.filter((each) => each > LONG).length, "tasks");
  say("memory", memory, "MiB", 300);
} finally {
  await browser?.close();
  fleet.kill("SIGINT");
  await over;
}
