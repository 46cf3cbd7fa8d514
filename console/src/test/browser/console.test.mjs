// The web page in a real Chromium, against a real server: each page and each action, asserted on
// what the topics say and not only on what the page shows.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { Api, NASTY, RELEASE, STABLE, blinkTwice, seed } from "./seed.mjs";

const base = process.env["BLINKTWICE_CONSOLE"];
const screens = process.env["BLINKTWICE_SCREENS"] ?? "target/console-screens";
const chief = new Api(base, process.env["BLINKTWICE_CHIEF_KEY"] ?? "");
const viewerKey = process.env["BLINKTWICE_VIEWER_KEY"] ?? "";
const signIn = viewerKey !== "";
let browser;

before(async () => {
  browser = await Browser.open(base, screens);
  await seed(chief);
});

after(() => browser?.close());

const PAGES = [
  ["fleet", ""],
  ["rollouts", "/rollouts"],
  ["rollout", `/rollouts/${RELEASE}`],
  ["pins", "/pins"],
  ["pins-by-failure", "/pins?by=signature"],
  ["pin", "/pins/billing"],
  ["tickets", "/tickets"],
  ["workloads", "/workloads"],
  ["workload", "/workloads/nightly"],
  ["workload-pinned", "/workloads/billing"],
  ["clusters", "/clusters"],
  ["audit", "/audit"],
  ["letters", "/letters"],
];

test("every page holds up, wide and light, narrow and dark", async () => {
  const ticket = (await chief.must("GET", "/v1/tickets")).tickets[0].ticket;
  const pages = [...PAGES, ["ticket", `/tickets/${ticket}`]];
  const wide = await browser.reader(chief.key);
  for (const [name, path] of pages) {
    await wide.open(path);
    await wide.holdsUp(name);
    await wide.screenshot(`${name}-1280`);
  }
  await wide.close();
  const narrow = await browser.reader(chief.key, { width: 400, height: 860, scheme: "dark" });
  for (const [name, path] of pages) {
    await narrow.open(path);
    await narrow.holdsUp(`${name}, narrow`, ["fleet", "pin", "workload", "rollout"].includes(name));
    await narrow.screenshot(`${name}-400`);
  }
  await narrow.close();
});

test("a stranger signs in, and who only looks is offered no action", { skip: !signIn && "nobody signs in here" }, async () => {
  const reader = await browser.reader("");
  reader.expectRefusals(401);
  await reader.page.goto(`${base}/console/pins`);
  await reader.page.getByLabel("API key or token").fill("bt_000000000000_" + "0".repeat(64));
  await reader.page.getByRole("button", { name: "Sign in" }).click();
  await reader.see("not good here");
  await reader.holdsUp("sign-in");
  await reader.page.getByLabel("API key or token").fill(viewerKey);
  await reader.page.getByRole("button", { name: "Sign in" }).click();
  await reader.see("looks only");
  await reader.settled();
  for (const path of ["/pins", "/pins/billing", "/workloads/billing", `/rollouts/${RELEASE}`, "/rollouts"]) {
    await reader.open(path);
    assert.equal(await reader.page.locator(".actions button, .bulk").count(), 0, `${path} offers an action`);
  }
  await reader.open("/pins/billing");
  await reader.see("Only its first line is shown");
  assert.equal(await reader.page.getByText("Ledger.scala").count(), 0);
  for (const path of ["/audit", "/letters"]) {
    await reader.open(path);
    await reader.see("You may not see this");
  }
  const viewer = new Api(base, viewerKey);
  assert.equal((await viewer.call("DELETE", "/v1/workloads/billing/pin?reason=no")).status, 403);
  assert.equal((await viewer.call("GET", "/v1/dead-letters")).status, 403);
  await reader.page.getByRole("button", { name: "Sign out" }).click();
  await reader.page.getByLabel("API key or token").waitFor();
  await reader.close();
});

test("a roll-out is paused, resumed, advanced and aborted, each with its reason", async () => {
  const reader = await browser.reader(chief.key);
  await reader.open("/rollouts");
  await reader.act("Register…", { Version: "4.3.0", Follows: RELEASE, Why: "next one" });
  await chief.heard("releases", (release) => release.version === "4.3.0" && release.predecessor === RELEASE);
  await reader.open(`/rollouts/${RELEASE}`);
  await reader.page.getByRole("meter").waitFor();
  for (const [button, values, state, why] of [
    ["Pause…", {}, "PAUSED", "looks odd"],
    ["Resume…", {}, "ROLLING_OUT", "was nothing"],
    ["Advance…", { "Share of the fleet, in percent": "75" }, "ROLLING_OUT", "further"],
  ]) {
    await reader.act(button, { ...values, Why: why });
    await chief.heard(
      "rollout-decisions",
      (decision) => decision.version === RELEASE && decision.state === state && JSON.stringify(decision.reasons).includes(why),
    );
    await reader.see(why);
  }
  assert.equal((await chief.must("GET", `/v1/rollouts/${RELEASE}`)).share, 0.75);
  await reader.page.getByText("What it rests on").first().click();
  await reader.see("from");
  await reader.screenshot("rollout-decisions");
  reader.expectRefusals(404); // Nothing is known of it yet.
  await reader.open("/rollouts/4.3.0");
  await reader.see("Nothing has been counted of it yet");
  await reader.act("Start…", { "Share of the fleet, in percent": "1", Why: "try it" });
  await chief.until("/v1/rollouts", (fleet) => fleet.rollouts.some((each) => each.version === "4.3.0" && each.state === "ROLLING_OUT"));
  await reader.act("Abort…", { Why: "too early" });
  await chief.heard("rollout-decisions", (decision) => decision.version === "4.3.0" && decision.state === "ABORTED");
  await reader.see("aborted");
  await reader.close();
});

test("what the server refuses is told in its own words, and nothing is lost", async () => {
  const reader = await browser.reader(chief.key);
  reader.expectRefusals(409, 422);
  await reader.open(`/rollouts/${RELEASE}`);
  await reader.page.getByRole("button", { name: "Advance…" }).click();
  const dialog = reader.page.locator("dialog[open]");
  await dialog.getByLabel("Share of the fleet, in percent").fill("1");
  await dialog.getByLabel("Why", { exact: true }).fill("backwards");
  await dialog.locator("button[type=submit]").click();
  await reader.see("only advances");
  assert.equal(await dialog.getByLabel("Why", { exact: true }).inputValue(), "backwards");
  await reader.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await reader.close();
});

test("pins are found, compared, extended and released, one by one and many at once", async () => {
  const reader = await browser.reader(chief.key);
  await reader.open("/pins");
  await reader.page.getByLabel("search workloads").fill("orders-");
  await reader.page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 2);
  assert.match(reader.page.url(), /containing=orders-/);
  await reader.page.getByRole("button", { name: "Clear" }).click();
  await reader.page.getByRole("button", { name: "By failure" }).click();
  await reader.page.locator("tbody tr").first().locator("a").first().click();
  await reader.page.waitForURL(/signature=/);

  await reader.open("/pins/billing");
  await reader.see("It failed");
  await reader.see("It succeeded");
  await reader.see("CAST_INVALID_INPUT");
  await reader.see("spark.sql.ansi.enabled");
  await reader.see("spilled disk");
  await reader.page.locator(".trace", { hasText: "<script>window.pwned=1</script>" }).waitFor();
  await reader.page.getByLabel("Compare with").selectOption({ label: "shipping" });
  await reader.page.locator(".diff .removed").first().waitFor();
  await reader.screenshot("pin-diff");
  await reader.act("Extend…", { Until: "2099-01-01T12:00", Why: "quarter end" });
  const extended = await chief.heard("pin-events", (event) => event.kind === "EXTENDED" && event.pin.workload === "billing");
  assert.equal(new Date(extended.pin.expiresAt).toISOString(), "2099-01-01T03:00:00.000Z"); // Tokyo's noon.
  await reader.page.getByText(/^in \d{5} d$/).waitFor(); // The next change insists on what is shown.

  reader.expectRefusals(404); // A pin that has ended.
  await reader.act("Release…", { Why: "was the data" });
  const released = await chief.heard("pin-events", (event) => event.kind === "RELEASED" && event.pin.workload === "billing");
  assert.match(JSON.stringify(released), /was the data/);
  await reader.see("It is not pinned");

  await reader.open("/pins?containing=orders-");
  await reader.page.getByLabel("choose orders-eu").check();
  await reader.page.getByLabel("choose orders-us").check();
  await reader.see("2 chosen");
  await reader.page.getByRole("button", { name: "Release…" }).click();
  const preview = reader.page.getByLabel("what will change");
  assert.equal(await preview.locator("li").count(), 2);
  await reader.page.getByLabel("Why").fill("both are fine");
  await reader.page.getByRole("button", { name: "Release 2" }).click();
  await reader.page.getByRole("button", { name: "Close" }).click();
  for (const workload of ["orders-eu", "orders-us"])
    await chief.heard("pin-events", (event) => event.kind === "RELEASED" && event.pin.workload === workload);
  await reader.see("No pin matches");
  await reader.close();
});

test("a ticket is worked on until its pins are released", async () => {
  const page = await chief.must("GET", "/v1/tickets");
  const ticket = page.tickets.find((each) => each.pinned > 0 && each.state === "open");
  const reader = await browser.reader(chief.key);
  await reader.open("/tickets");
  await reader.page.locator("tbody tr a").first().click();
  await reader.page.waitForURL(/tickets\//);
  await reader.open(`/tickets/${ticket.ticket}`);
  await reader.see("What differs");
  await reader.act("Reassign…", { Team: "sql", Person: "kim", Why: "knows casts" });
  await chief.heard("tickets", (each) => each.ticketId === ticket.ticket && each.team === "sql" && each.assignee === "kim");
  await reader.see("triaged");
  await reader.act("Comment…", { Remark: `see ${NASTY[0]}`, Why: "for later" });
  await reader.see(`see ${NASTY[0]}`);
  await reader.act("False positive…", { Why: "bad input" });
  await chief.heard("tickets", (each) => each.ticketId === ticket.ticket && each.state === "FALSE_POSITIVE");
  await chief.until("/v1/pins/count", (count) => count.total === 0);
  await reader.see("false positive");
  await reader.holdsUp("ticket");
  await reader.close();
});

test("a workload says why it runs where it does, and a person pins it", async () => {
  const reader = await browser.reader(chief.key);
  await reader.open("/workloads/stock");
  await reader.see("Its next run gets");
  await reader.page.locator(".reasons li").first().waitFor();
  await reader.page.getByRole("button", { name: /run upgrade/ }).click();
  await reader.see("RETRY_LAST_GOOD");
  await reader.act("Pin…", { Version: STABLE, Why: "quarter end" });
  const pin = await chief.heard("pins", (each) => each.workload === "stock" && each.origin === "PERSON");
  assert.equal(pin.version, STABLE);
  await reader.see("pinned");
  await reader.see("created");
  await reader.open("/workloads/nightly");
  await reader.see("Speed");
  await reader.see("comparing");
  await reader.see("eight of ten");
  await reader.see("nothing is advised yet");
  await reader.close();
});

test("names and texts of others are never more than text", async () => {
  const reader = await browser.reader(chief.key);
  reader.expectRefusals(404);
  for (const name of NASTY) {
    await reader.open(`/workloads/${encodeURIComponent(name)}`);
    assert.equal((await reader.page.locator("h1 bdi").first().textContent()) ?? "", name);
    await reader.holdsUp(name);
  }
  await reader.open("/workloads?containing=%3Cimg");
  assert.equal(await reader.page.locator("main img").count(), 0);
  await reader.open("/no-such-page");
  await reader.see("There is no such page");
  await reader.open("/tickets/none");
  await reader.see("There is no such ticket");
  await reader.close();
});

test("the page follows what happens, through a lost connection and with a wrong clock", async () => {
  const reader = await browser.reader(chief.key, { skew: 3 * 3_600_000 });
  await reader.open("/pins");
  await reader.page.locator(".live.live").waitFor();
  await chief.must("PUT", "/v1/workloads/live-one/pin", { version: STABLE, reason: "seen at once" });
  await reader.see("live-one");
  const age = await reader.page.locator("tr", { hasText: "live-one" }).locator("time").first().textContent();
  assert.match(age ?? "", /just now|^\d+ s ago/); // Not three hours: the server's clock counts.

  await reader.open("/workloads");
  reader.expectRefusals(404);
  reader.allowed.add("ERR_INTERNET_DISCONNECTED");
  reader.allowed.add("ERR_FAILED");
  reader.allowed.add("ERR_NETWORK");
  await reader.page.route("**/v1/workloads?**", (route) => route.abort());
  await reader.page.clock.runFor(6_000);
  await reader.see("As it was");
  await reader.page.unroute("**/v1/workloads?**");
  await reader.page.clock.runFor(6_000);
  await reader.page.locator(".stale").waitFor({ state: "detached" });
  await reader.close();
});

test("everything is reached by keyboard", async () => {
  const reader = await browser.reader(chief.key);
  await reader.open("");
  await reader.page.keyboard.press("Control+k");
  const palette = reader.page.getByLabel("page, version, workload or ticket");
  await palette.fill("nightly");
  await reader.page.getByRole("option", { name: /^nightly/ }).waitFor();
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForURL(/workloads\/nightly/);
  await reader.page.keyboard.press("g");
  await reader.page.keyboard.press("w");
  await reader.page.waitForURL(/console\/workloads$/);
  await reader.settled();
  await reader.page.keyboard.press("j");
  await reader.page.keyboard.press("j");
  const row = await reader.page.evaluate(() => document.activeElement?.querySelector("a")?.textContent);
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForURL((url) => decodeURIComponent(url.pathname).endsWith(row));
  await reader.page.keyboard.press("?");
  await reader.see("next and previous row");
  await reader.page.keyboard.press("Escape");
  await reader.page.goBack();
  await reader.page.waitForURL(/console\/workloads$/);
  await reader.close();
});

test("what is wanted of a pool is said, and a session that has ended is told as such", async () => {
  await chief.must("PUT", "/v1/pools/night", { maxClusters: 3 });
  await chief.until("/v1/pools", (page) => page.pools.some((pool) => pool.pool === "night"));
  const reader = await browser.reader(chief.key);
  await reader.open("/clusters");
  await reader.see("night");
  await reader.act("Want…", { "Never fewer clusters": "2", "Never more clusters": "5", Why: "busy week" });
  await chief.until("/v1/pools/night", (pool) => pool.minClusters === 2 && pool.maxClusters === 5);
  await reader.see("2 to 5");
  await reader.see("Nothing waits.");
  await reader.see("Nobody is connected");
  await reader.holdsUp("clusters with a pool");
  await reader.screenshot("clusters-pool");
  reader.expectRefusals(404);
  await reader.open("/clusters/sessions/none");
  await reader.see("There is no such session now");
  await reader.close();
});

test("a huge stack trace is refused or shown, and the page stays", async () => {
  const huge = "at com.example.Deep.call(Deep.scala:1)\n".repeat(10 * 1024 * 1024 / 40);
  const answer = await chief.call("POST", "/v1/run-events", {
    workload: "huge", run: "r1", attempt: 1, kind: "failed", version: STABLE, error: { message: "deep", stackTrace: huge },
  });
  assert.ok([202, 413, 422].includes(answer.status), JSON.stringify(answer).slice(0, 300));
  const reader = await browser.reader(chief.key);
  reader.expectRefusals(404);
  await reader.open("/workloads/huge");
  await reader.holdsUp("a workload with a huge trace");
  await reader.close();
});

test("who did what stands in the audit, and a dead letter is sent again", async () => {
  await chief.must("PUT", "/v1/workloads/audited/pin", { version: STABLE, reason: "to be audited" });
  const reader = await browser.reader(chief.key);
  await reader.open("/audit");
  await reader.page.getByLabel("search changes").fill("/v1/workloads/audited/pin");
  await reader.see("accepted 202");
  await reader.open("/workloads/audited");
  reader.expectRefusals(404);
  await reader.act("Release…", { Why: "geprüft 🦊" });
  await chief.until("/v1/audit?limit=50", (page) => page.changes.some((change) => change.reason === "geprüft 🦊" && change.status === 202));
  await reader.open("/audit");
  await reader.page.getByLabel("search changes").fill("geprüft");
  await reader.see("geprüft 🦊");
  await reader.open("/letters");
  await reader.page.locator("tbody tr a").first().waitFor();
  await reader.page.getByLabel("search reasons").fill("first byte");
  await reader.page.waitForURL(/reason=first/);
  const link = reader.page.locator("tbody tr a", { hasText: "run-events" }).first();
  await link.click();
  await reader.page.waitForURL(/letters\//);
  await reader.see("Why nobody used it");
  const id = decodeURIComponent(new URL(reader.page.url()).pathname.split("/").at(-1));
  await reader.act("Replay…", { Why: "mended" });
  await reader.see("sent: ");
  // It is still no record that anybody can use, so that it comes back as another letter.
  const before = (await chief.must("GET", "/v1/dead-letters?limit=1")).matching;
  assert.ok(before > 0 && id.startsWith("dead-"));
  await chief.until(
    "/v1/audit?limit=200",
    (page) => page.changes.some((change) => change.object.includes("/replay") && change.status === 200),
  );
  await reader.close();
});
