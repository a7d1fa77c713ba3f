// The other doors, with and without JavaScript: somebody in crisis is shown where to go instead, a
// food bank refers by its link, somebody asks for support themself. Axe looks at every page.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { missing, openBrowser, openPage } from "./browser.mjs";
import { choose, follow, heading, press, signIn, somebody, url } from "./steps.mjs";

const SERVICE = "saltreach";

// A crisis answer leads to people who can help now, and no form asks for a name.
async function isShownElsewhere(page, look) {
  await choose(page, "elsewhere", "crisis");
  await press(page, "Continue");
  await heading(page, "Get help now");
  await look();
  assert.ok(await page.getByText("call 999").first().isVisible());
  const lines = await page.locator(".kith-crisis__reach").count();
  assert.ok(lines > 0, "there is somebody to ring");
  assert.equal(await page.locator("main input:not([type=hidden])").count(), 0);
  await follow(page, "Back to the questions");
}

async function fills(page, { given, phone }) {
  await page.locator("[name=given_name]").fill(given);
  await page.locator("[name=family_name]").fill("Ashdown");
  await page.locator("[name=phone]").fill(phone);
  await page.locator("[name=person_words]").fill("I would like to meet people who fish.");
  await choose(page, "needs", "loneliness");
}

// The link of the first agency that has one, as a coordinator sees it.
async function agencyLink(page) {
  await signIn(page, "coordinator@demo.kith");
  await page.goto(`${url}/agencies`);
  const link = page.locator('main a[href*="/a/"]').first();
  return new URL(await link.getAttribute("href"), url).pathname;
}

async function isInTheInbox(page, { given }) {
  await signIn(page, "coordinator@demo.kith");
  await page.goto(`${url}/people/find`);
  await page.locator("[name=given_name]").fill(given);
  await page.locator("[name=family_name]").fill("Ashdown");
  await press(page, "Find");
  await page.getByRole("heading", { name: "One person was found" }).waitFor();
  assert.ok(!page.url().includes(given), "nothing personal in the address");
}

describe("the other doors", { skip: missing([url, "KITH_URL of a running Kith"]) }, () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  // One journey in a context of its own.
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

    test(`a GP whose patient is in crisis is shown where to turn ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await signIn(page, "gp@demo.kith");
        await page.goto(`${url}/refer`);
        await isShownElsewhere(page, look);
        await heading(page, "Is this right for them?");
      });
    });

    test(`a food bank refers by its link, without an account ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        const link = await agencyLink(page);
        await page.context().clearCookies();
        await page.goto(url + link);
        await look();
        await isShownElsewhere(page, look);
        await choose(page, "elsewhere", "none");
        await press(page, "Continue");
        await heading(page, "About the person");
        await look();
        await press(page, "Send referral");
        await page.getByRole("heading", { name: "There is a problem" }).waitFor();
        await look();
        const person = somebody();
        await fills(page, person);
        await page.locator("[name=worker]").fill("Jo");
        await choose(page, "agreed", "spoken");
        await choose(page, "share", "codes");
        await press(page, "Send referral");
        await heading(page, "Referral sent");
        await look();
        assert.equal(await page.getByText(person.given).count(), 0, "the page names nobody");
        await isInTheInbox(page, person);
        await look();
      });
    });

    test(`somebody asks for support themself ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await page.goto(`${url}/refer-yourself/${SERVICE}`);
        await heading(page, "Ask for support");
        await look();
        await choose(page, "for", "me");
        await isShownElsewhere(page, look);
        await choose(page, "for", "me");
        await choose(page, "elsewhere", "none");
        await press(page, "Continue");
        await heading(page, "About you");
        await look();
        const person = somebody();
        await fills(page, person);
        await page.locator("[name=agreed]").check();
        await press(page, "Send");
        await heading(page, "Thank you. We have it.");
        await look();
        assert.ok(!page.url().includes(person.given), "nothing personal in the address");
        await isInTheInbox(page, person);
      });
    });

    test(`a visitor signs in and reads what was sent ${how}`, async () => {
      await walk(javaScript, async (page, look) => {
        await page.goto(url);
        await look();
        await page.goto(`${url}/sign-in`);
        await look();
        await press(page, "Sign in");
        await page.getByRole("heading", { name: "There is a problem" }).waitFor();
        await look();
        await page.goto(url);
        await press(page, "Read the messages");
        await heading(page, "Messages");
        await look();
        await page.locator("main table a").first().click();
        await page.waitForLoadState();
        await look();
      });
    });
  }
});
