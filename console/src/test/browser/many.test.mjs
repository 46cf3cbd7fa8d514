// The web page where there is more than anybody looks at one by one: a hundred thousand pins.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { Api } from "./seed.mjs";

const base = process.env["BLINKTWICE_CONSOLE"];
const chief = new Api(base, process.env["BLINKTWICE_CHIEF_KEY"] ?? "");
let browser;

before(async () => {
  browser = await Browser.open(base, "target/console-screens");
  await chief.until("/v1/pins/count", (count) => count.total >= 100_000);
});

after(() => browser?.close());

test("a hundred thousand pins are counted, paged through and searched", async () => {
  const reader = await browser.reader(chief.key);
  await reader.open("/pins");
  await reader.see("100,0");
  const rows = () => reader.page.locator("tbody tr").count();
  const first = await rows();
  assert.ok(first > 10 && first <= 1_000, `${first} rows at first`);
  await reader.page.getByRole("button", { name: /more/i }).click();
  await reader.page.waitForFunction((known) => document.querySelectorAll("tbody tr").length > known, first);
  await reader.holdsUp("many pins");
  await reader.page.getByLabel("search workloads").fill("mass-09999");
  await reader.page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 10);
  await reader.page.getByRole("button", { name: "Clear" }).click();
  await reader.page.getByRole("button", { name: "By failure" }).click();
  await reader.see("100,000");
  await reader.open("");
  await reader.holdsUp("a fleet with many pins");
  await reader.close();
});
