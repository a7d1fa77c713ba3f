// The main job from end to end in a browser: from a referral to a group and back, with and
// without JavaScript. Each page on the way is looked at by axe at 320 and 1280 pixels.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { missing, openBrowser, openPage } from "./browser.mjs";
import { choose, follow, heading, press, signIn, somebody, url } from "./steps.mjs";

const WORKER = "Ruth Oakley";
const AGREED = "They sing with others again and would like you to know.";

async function refers(page, { given, phone }, look) {
  await page.goto(`${url}/refer`);
  await look();
  await choose(page, "elsewhere", "none");
  await press(page, "Continue");
  await heading(page, "About the person");
  await look();
  await page.locator("[name=given_name]").fill(given);
  await page.locator("[name=family_name]").fill("Ashdown");
  await page.locator("[name=phone]").fill(phone);
  await page.locator("[name=person_words]").fill("I used to sing every week.");
  await choose(page, "needs", "loneliness");
  await choose(page, "agreed", "spoken");
  await choose(page, "share", "outcome");
  await press(page, "Send referral");
  await heading(page, "Referral sent");
  await look();
}

async function sorts(page, { name }, look) {
  await page.goto(`${url}/inbox`);
  await look();
  await follow(page, name);
  await heading(page, name);
  await look();
  await press(page, "Right for us");
  await heading(page, "Choose the support");
  await look();
  await choose(page, "route", "link_worker");
  await page.locator("[name=reason]").fill("Would like somebody to listen first.");
  await press(page, "Confirm");
  await page.goto(`${url}/waiting`);
  await look();
  await follow(page, `Find a link worker for ${name}`);
  await heading(page, "Find a link worker");
  await look();
  await page.getByRole("radio", { name: WORKER }).check();
  await press(page, "Give to this link worker");
  await heading(page, name);
}

async function meets(page, { name }, look) {
  await page.goto(`${url}/today`);
  await look();
  await follow(page, name);
  await heading(page, name);
  await look();
  await follow(page, "Record a contact");
  await look();
  await choose(page, "way", "phone");
  await choose(page, "result", "held");
  await page.locator("[name=minutes]").fill("25");
  await page.locator("[name=note]").fill("Sang in a choir for years. Would like to begin again.");
  await press(page, "Save the contact");
  await heading(page, name);
  await look();
}

async function plans(page, { name }, look) {
  await follow(page, "Make a plan together");
  await look();
  await page.locator("[name=what_matters]").fill("To sing with others again.");
  await page.locator("[name=goal-0]").fill("Go to a choir once");
  await page.locator("[name=goal-0-importance]").selectOption("9");
  await page.locator("[name=goal-0-confidence]").selectOption("5");
  await page.locator("[name=interests]").fill("singing");
  await choose(page, "activities", "singing");
  await page.locator("summary", { hasText: "How I get there" }).click();
  await choose(page, "ways", "bus");
  await press(page, /^Save the plan$/);
  await heading(page, name);
  await page.getByText("The plan is saved.").waitFor();
  await look();
}

// The person's own view of their life, written down while they talk: from their page and back.
async function answers(page, { name, given }, wave, look) {
  await follow(page, "How life is");
  await heading(page, `How life is for ${given}`);
  await look();
  await follow(page, new RegExp(`Write down answers\\s+${wave}`));
  await heading(page, `${given}’s answers ${wave}`);
  await look();
  await choose(page, "mode", "phone");
  const said = { satisfied: 6, worthwhile: 5, happy: 7, anxious: 3 };
  for (const [question, value] of Object.entries(said)) {
    await choose(page, `ons4-${question}`, value);
  }
  await press(page, "Save");
  await page.getByText("Answered on").first().waitFor();
  await page.locator(".nhsuk-back-link").first().click();
  await heading(page, name);
}

// Offers the best group that has room, asks what may be shared, and asks the group. Returns what
// the group's message leads to.
async function prescribes(page, { given }, look) {
  await follow(page, /groups that fit/i);
  await heading(page, "Groups that fit");
  await look();
  const roomy = page.locator(".kith-suggestion").filter({ hasText: "Has room" }).first();
  await roomy.getByRole("button", { name: /^Offer this/ }).click();
  await page.getByRole("heading", { name: `What does ${given}` }).waitFor();
  await look();
  await press(page, "would like to go");
  await heading(page, "What may");
  await look();
  await choose(page, "details", "first_name");
  await choose(page, "how", "spoken");
  await choose(page, "first_visit", "met_at_the_door");
  await press(page, "Ask the group");
  await page.getByRole("heading", { name: "The group has been asked" }).waitFor();
  await look();
  const link = page.getByRole("link", { name: "See what the group sees" });
  return new URL(await link.getAttribute("href"), url).pathname;
}

async function accepts(page, path, { given }, look) {
  await page.goto(url + path);
  await heading(page, `Could ${given} join`);
  await look();
  assert.equal(await page.getByText("Ashdown").count(), 0, "the group sees what is permitted");
  await choose(page, "said", "accept");
  await press(page, "Continue");
  await heading(page, "Is this your answer?");
  await look();
  await press(page, "Yes, send this answer");
  await look();
  assert.equal(await page.getByRole("button", { name: "Continue" }).count(), 0, "it works once");
}

// The way to the register that the group was written, read where messages are looked after.
async function registerLink(page) {
  await page.goto(`${url}/outbox`);
  await page.getByRole("link", { name: /register/i }).first().click();
  await heading(page, /register/i);
  const link = page.locator('article a[href*="/r/"]');
  return new URL(await link.getAttribute("href"), url).pathname;
}

async function marks(page, path, { given }, look) {
  await page.goto(url + path);
  await heading(page, "Register");
  await look();
  const minute = String(Math.floor(Math.random() * 60)).padStart(2, "0");
  await page.locator("[name=begins]").fill(`09:${minute}`);
  await press(page, "Add this session");
  await page.getByRole("checkbox", { name: given }).check();
  await press(page, /^Save the (register|change)$/);
  const question = page.locator("section").filter({ hasText: `One question for ${given}` });
  await question.waitFor();
  await look();
  await question.locator('input[name=belong][value="4"]').check();
  await question.getByRole("button", { name: /^Save/ }).click();
  await question.waitFor({ state: "detached" });
}

async function finishes(page, { name }, look) {
  await page.goto(`${url}/people`);
  await look();
  await follow(page, name);
  await heading(page, name);
  await look();
  await follow(page, "End the support");
  await look();
  await choose(page, "reason", "joined_group");
  await page.locator("[name=agreed]").fill(AGREED);
  await press(page, "End the support");
  await heading(page, name);
  await page.getByText("Support has ended.").waitFor();
}

async function hears(page, { name }, look) {
  await page.goto(`${url}/referrals`);
  await look();
  await follow(page, name);
  await heading(page, name);
  await page.getByText(AGREED).waitFor();
  await page.getByText("871731000000106").first().waitFor();
  await look();
}

async function counts(page, look) {
  await page.goto(`${url}/funnel`);
  await look();
  await follow(page, "came to a group");
  await heading(page, "What the numbers mean");
  await page.locator(":target").waitFor();
  await look();
}

describe("the main job", { skip: missing([url, "KITH_URL of a running Kith"]) }, () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const javaScript of [true, false]) {
    const how = javaScript ? "with JavaScript" : "without JavaScript";

    test(`from a referral to a group and back ${how}`, async () => {
      const page = await openPage(browser, { javaScript });
      const group = await openPage(browser, { javaScript });
      for (const one of [page, group]) one.setDefaultTimeout(+(process.env.T ?? 20_000));
      const look = (one) => async () => {
        if (javaScript) await one.axe();
      };
      const person = somebody();

      await signIn(page, "gp@demo.kith");
      await refers(page, person, look(page));
      await signIn(page, "coordinator@demo.kith");
      await sorts(page, person, look(page));
      await signIn(page, "linkworker@demo.kith");
      await meets(page, person, look(page));
      await answers(page, person, "at the beginning", look(page));
      await plans(page, person, look(page));
      const asked = await prescribes(page, person, look(page));
      await accepts(group, asked, person, look(group));
      await signIn(page, "admin@demo.kith");
      const register = await registerLink(page);
      await marks(group, register, person, look(group));
      await signIn(page, "linkworker@demo.kith");
      await finishes(page, person, look(page));
      await answers(page, person, "at the end of support", look(page));
      await signIn(page, "gp@demo.kith");
      await hears(page, person, look(page));
      await signIn(page, "manager@demo.kith");
      await counts(page, look(page));

      await page.context().close();
      await group.context().close();
    });
  }

  test("a GP refers with the keyboard alone", async () => {
    const page = await openPage(browser);
    page.setDefaultTimeout(20_000);
    const { given, phone } = somebody();
    const type = async (name, words) => {
      await reach(page, `[name=${name}]`);
      await page.keyboard.type(words);
    };
    await signIn(page, "gp@demo.kith");
    await page.goto(`${url}/refer`);
    await pick(page, "elsewhere", "none");
    await reach(page, "main button[type=submit]");
    await page.keyboard.press("Enter");
    await heading(page, "About the person");
    await type("given_name", given);
    await type("family_name", "Ashdown");
    await type("phone", phone);
    await type("person_words", "I used to sing every week.");
    await reach(page, "[name=needs]");
    await page.keyboard.press("Space");
    await pick(page, "agreed", "spoken");
    await pick(page, "share", "outcome");
    await reach(page, "main button[type=submit]");
    await page.keyboard.press("Enter");
    await heading(page, "Referral sent");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

// Presses Tab until the focus is there, where a person would see it.
async function reach(page, selector) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const is = await page.evaluate((one) => document.activeElement.matches(one), selector);
    if (is) return;
  }
  assert.fail(`no way to ${selector} by Tab`);
}

// Goes to a group of radio buttons, and by arrow keys to one of them.
async function pick(page, name, value) {
  await reach(page, `[name=${name}]`);
  const chosen = () =>
    page.evaluate(() => document.activeElement.checked && document.activeElement.value);
  await page.keyboard.press("Space");
  for (let presses = 0; presses < 20 && (await chosen()) !== value; presses += 1) {
    await page.keyboard.press("ArrowDown");
  }
  assert.equal(await chosen(), value);
}
