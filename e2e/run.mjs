// Journeys through a running Kith: KITH_URL=http://localhost:8080 npm test
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { missing, openBrowser, openPage } from "./browser.mjs";

const url = process.env.KITH_URL;

describe("a visitor", { skip: missing([url, "KITH_URL of a running Kith"]) }, () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const javaScript of [true, false]) {
    const how = javaScript ? "with JavaScript" : "without JavaScript";

    test(`reads the front door and the small print ${how}`, async () => {
      const page = await openPage(browser, { javaScript });
      await page.goto(url);
      assert.match(await page.title(), /Kith$/);
      if (javaScript) await page.axe();
      for (const name of ["Accessibility", "Privacy"]) {
        await page.getByRole("contentinfo").getByRole("link", { name }).click();
        await page.getByRole("heading", { level: 1, name }).waitFor();
        if (javaScript) await page.axe();
      }
      await page.context().close();
    });
  }

  test("who follows an old link is told what to do", async () => {
    const page = await openPage(browser);
    const answer = await page.goto(`${url}/nothing-here`);
    assert.equal(answer.status(), 404);
    await page.getByRole("heading", { name: "Page not found" }).waitFor();
    await page.axe();
    await page.context().close();
  });

  test("the keyboard reaches the main content with two presses", async () => {
    const page = await openPage(browser);
    await page.goto(`${url}/privacy`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.context().close();
  });
});
