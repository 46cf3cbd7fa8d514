// A real Chromium, and what every page is held to.
import assert from "node:assert/strict";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export class Browser {
  static async open(base, screens) {
    const browser = await chromium.launch({ executablePath: process.env["BLINKTWICE_CHROMIUM"], args: FLAGS });
    mkdirSync(screens, { recursive: true });
    return new Browser(browser, base, screens);
  }

  constructor(browser, base, screens) {
    this.browser = browser;
    this.base = base;
    this.screens = screens;
  }

  /** A reader with a tab of their own; what the tab must not do is remembered. */
  async reader(key, { width = 1280, height = 860, scheme = "light", skew = 0 } = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      locale: "en-GB",
      timezoneId: "Asia/Tokyo",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const faults = [];
    const allowed = new Set();
    page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
    page.on("console", (message) => {
      const text = message.text();
      if (!["error", "warning"].includes(message.type())) return;
      // The browser writes down every answer of 4xx; those that a test brings about are expected.
      if ([...allowed].some((each) => text.includes(each))) return;
      faults.push(`console: ${text} (${message.location().url})`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(this.base) && !request.url().startsWith("blob:")) faults.push(`foreign request: ${request.url()}`);
    });
    await page.addInitScript((secret) => {
      if (secret) sessionStorage.setItem("blinktwice.credential", secret);
    }, key);
    if (skew) await page.clock.install({ time: Date.now() + skew });
    return new Reader(this, context, page, faults, allowed);
  }

  close() {
    return this.browser.close();
  }
}

export class Reader {
  constructor(browser, context, page, faults, allowed) {
    Object.assign(this, { browser, context, page, faults, allowed });
  }

  /** Goes to a page and waits until it has something to show. */
  async open(path) {
    await this.page.goto(`${this.browser.base}/console${path}`, { waitUntil: "domcontentloaded" });
    await this.settled();
  }

  async settled() {
    await this.page.waitForSelector("main h1, main .empty, main .failure");
    await this.page.waitForFunction(() => !document.querySelector("main .skeleton"));
  }

  see(text) {
    return this.page.getByText(text, { exact: false }).first().waitFor();
  }

  /** Presses a button that opens a dialog, fills it in, and confirms. */
  async act(button, values) {
    await this.page.getByRole("button", { name: button, exact: true }).first().click();
    const dialog = this.page.locator("dialog[open]");
    await dialog.waitFor();
    for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label, { exact: true }).fill(value);
    await dialog.locator("button[type=submit]").click();
    await dialog.waitFor({ state: "detached" });
  }

  async screenshot(name) {
    await this.page.evaluate(() => document.fonts.ready);
    await this.page.screenshot({ path: join(this.browser.screens, `${name}.png`), fullPage: true, animations: "disabled" });
  }

  /** No fault that hinders anybody, and nothing beyond the right edge. */
  async holdsUp(name, examined = true) {
    if (examined) await this.examine(name);
    const beyond = await this.page.evaluate(() => {
      const over = document.documentElement.scrollWidth - window.innerWidth;
      const widest = [...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1);
      return over > 0 ? `${over} px: ${widest.slice(0, 4).map((each) => each.outerHTML.slice(0, 120)).join(" | ")}` : "";
    });
    assert.equal(beyond, "", `${name} is wider than its window`);
    assert.equal(await this.page.evaluate(() => window.pwned), undefined, `a text ran as a script on ${name}`);
  }

  async examine(name) {
    await this.page.evaluate(AXE); // Not as a script of the page: its content policy would refuse that.
    const found = await this.page.evaluate(() =>
      window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }),
    );
    const serious = found.violations
      .filter((each) => ["serious", "critical"].includes(each.impact))
      .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
    assert.deepEqual(serious, [], `axe on ${name}`);
  }

  expectRefusals(...statuses) {
    statuses.forEach((status) => this.allowed.add(`status of ${status}`));
  }

  async close() {
    const faults = this.faults;
    await this.context.close();
    assert.deepEqual(faults, []);
  }
}
