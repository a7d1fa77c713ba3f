// The directory, with and without JavaScript: anybody finds a group and says what is wrong, its
// owner says that all is true, those who keep it check, part and correct. Axe looks at every page.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { missing, openBrowser, openPage } from "./browser.mjs";
import { follow, heading, press, signIn, url } from "./steps.mjs";

// The newest link that asks an owner whether an entry is true and was not answered yet, as its
// letter has it; the page behind it is open afterwards.
async function openReminder(page) {
  await page.goto(url);
  await press(page, "Read the messages");
  await heading(page, "Messages");
  const asks = page.locator("main table a").filter({ hasText: "whether its entry is true" });
  const letters = await asks.evaluateAll((all) => all.map((one) => one.href));
  for (const letter of letters) {
    await page.goto(letter);
    const href = await page.locator('main a[href*="/c/"]').first().getAttribute("href");
    await page.goto(url + new URL(href, url).pathname);
    if ((await page.getByRole("button", { name: "true" }).count()) > 0) return page.url();
  }
  assert.fail("no reminder waits for an answer");
}

describe("the directory", { skip: missing([url, "KITH_URL of a running Kith"]) }, () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function walk(javaScript, journey) {
    const page = await openPage(browser, { javaScript });
    page.setDefaultTimeout(20_000);
    const look = async () => {
      if (javaScript) await page.axe();
    };
    await journey(page, look);
    await page.context().close();
  }

  for (const javaScript of [true, false]) {
    const how = javaScript ? "with JavaScript" : "without JavaScript";

    test(`anybody finds a group near them and says what is wrong ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await page.goto(`${url}/find`);
        await heading(page, "Find something near you");
        await look();
        await press(page, "Look");
        await page.getByRole("heading", { name: "There is a problem" }).waitFor();
        await look();
        await page.locator("[name=near]").fill("IP10 0CV");
        await page.locator("[name=what]").fill("singing");
        await press(page, "Look");
        await look();
        assert.ok(!/0CV/i.test(page.url()), "a whole postcode is in no address");
        await follow(page, "Quay Voices");
        await heading(page, "Quay Voices");
        await look();
        const group = page.url();
        await page.goto(`${group}?print=large`);
        await look();
        await page.goto(`${group}/poster`);
        await look();
        await page.goto(`${group}/wrong`);
        await look();
        await page.locator("main textarea").first().fill("The door is in Salt Lane now.");
        await page.locator("main form button[type=submit], main form button:not([type])").first().click();
        await page.getByText("Thank you").first().waitFor();
        await look();
      });
    });

    test(`an owner says by a link that everything is true ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        const link = await openReminder(page);
        await page.context().clearCookies();
        await page.goto(link);
        await look();
        await press(page, "true");
        await look();
        await page.getByText("Thank you").first().waitFor();
      });
    });

    test(`those who keep the directory check it by the list ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await signIn(page, "linkworker@demo.kith");
        await page.goto(`${url}/groups/check`);
        await heading(page, "What to check next");
        await look();
        const lines = page.locator(".kith-call");
        const before = await lines.count();
        await press(page, "Rang, all true");
        await heading(page, "What to check next");
        assert.equal(await lines.count(), before - 1, "what was checked is off the list");
        await look();
        await page.locator("main a").filter({ hasText: "Something has changed" }).first().click();
        await page.waitForLoadState();
        await look();
      });
    });

    test(`a coordinator looks at what is listed twice, what is wrong, and the map ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await signIn(page, "coordinator@demo.kith");
        for (const path of ["/groups/duplicates", "/groups/corrections", "/map", "/matching"]) {
          await page.goto(url + path);
          await look();
        }
        await page.goto(`${url}/groups/duplicates`);
        await page.locator('main a[href^="/groups/duplicates/"]').first().click();
        await heading(page, "Is this one group?");
        await look();
      });
    });
  }
});
