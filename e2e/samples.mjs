// Every page with sample data, in a browser, under axe:
//   cargo run -p web --example samples   and then   KITH_SAMPLES_URL=http://127.0.0.1:8090 npm run samples
import { after, before, describe, test } from "node:test";
import { missing, openBrowser, openPage } from "./browser.mjs";

const url = process.env.KITH_SAMPLES_URL;
const names = url ? (await (await fetch(`${url}/samples`)).text()).trim().split("\n") : [];

describe("samples of pages", { concurrency: 2, skip: missing([url, "KITH_SAMPLES_URL"]) }, () => {
  let browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const name of names) {
    test(name, async () => {
      const page = await openPage(browser);
      await page.goto(`${url}/samples/${name}`);
      await page.axe();
      if (process.env.KITH_SHOTS) {
        await page.screenshot({ path: `${process.env.KITH_SHOTS}/${name}.png`, fullPage: true });
      }
      await page.context().close();
    });
  }
});
