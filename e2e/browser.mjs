// A real browser for journeys: Debian's Chromium, with axe let in beside the strict content
// security policy, so that pages are checked as people get them.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [320, 1280];
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Why a suite cannot run here; under CI that is a failure, not an excuse.
export function missing(...needs) {
  const reasons = needs.filter(([has]) => !has).map(([, words]) => words);
  if (!existsSync(CHROMIUM)) reasons.push(`Chromium at ${CHROMIUM}`);
  if (reasons.length === 0) return false;
  const words = `needs ${reasons.join(" and ")}`;
  assert.ok(!process.env.CI, words);
  return `skipped: ${words}`;
}

export async function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

// A page that fails the test on any console error, and that knows how to check itself.
export async function openPage(browser, { javaScript = true } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: javaScript, locale: "en-GB" });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // The browser's own line about a 4xx page that a test asked for is not a fault of the page.
    const isStatus = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) complaints.push(message.text());
  });
  page.complaints = complaints;
  page.axe = () => axe(page);
  return page;
}

// Asserts that the page has no violation, no sideways scroll and no complaint, small and large.
async function axe(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${page.url()} is ${wide} px wide on a ${width} px screen`);
    const session = await page.context().newCDPSession(page);
    await session.send("Runtime.evaluate", { expression: axeSource });
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression: `axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })
        .then(({ violations, passes }) => JSON.stringify({ violations, passes: passes.length }))`,
      awaitPromise: true,
    });
    await session.detach();
    assert.ok(!exceptionDetails, exceptionDetails?.text);
    const { violations, passes } = JSON.parse(result.value);
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}\n    ${node.html.slice(0, 200)}`),
    );
    assert.deepEqual(found, [], `${page.url()} at ${width} px`);
    assert.ok(passes > 10, `axe looked at ${page.url()}`);
  }
  assert.deepEqual(page.complaints, [], page.url());
}
