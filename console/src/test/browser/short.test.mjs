// The web page in a few seconds: what every run of the tests looks at. 'shown' is pinned already.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { Api, RELEASE } from "./seed.mjs";

const base = process.env["BLINKTWICE_CONSOLE"];
const api = new Api(base, "");
let browser;

before(async () => {
  browser = await Browser.open(base, "target/console-screens");
});

after(() => browser?.close());

test("a few pages hold up, and a pin is released", async () => {
  const reader = await browser.reader("");
  for (const [name, path] of [
    ["fleet", ""],
    ["rollout", `/rollouts/${RELEASE}`],
    ["clusters", "/clusters"],
    ["pin", "/pins/shown"],
  ]) {
    await reader.open(path);
    await reader.holdsUp(name);
  }
  await reader.see("CAST_INVALID_INPUT");
  reader.expectRefusals(404); // Once it is released.
  await reader.act("Release…", { Why: "seen on the page" });
  const released = await api.heard("pin-events", (event) => event.kind === "RELEASED" && event.pin.workload === "shown");
  assert.match(JSON.stringify(released), /seen on the page/);
  await reader.see("It is not pinned");
  await reader.close();
});
