// What people do on any page: sign in, choose, press, follow. Journeys are made of these.

export const url = process.env.KITH_URL;

// Somebody new in each run, so that nobody is taken for anybody else.
export function somebody() {
  const letter = () => "abcdefghijklmnopqrstuvwxyz"[Math.floor(Math.random() * 26)];
  const stem = Array.from({ length: 7 }, letter).join("");
  const given = stem[0].toUpperCase() + stem.slice(1);
  const phone = `01632 960${100 + Math.floor(Math.random() * 900)}`;
  return { given, name: `${given} Ashdown`, phone };
}

export async function signIn(page, email) {
  await page.context().clearCookies();
  await page.goto(`${url}/sign-in`);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill("demonstration");
  await press(page, "Sign in");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

// Chooses one radio button or ticks one box by the name and value of the form.
export async function choose(page, name, value) {
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

export async function press(page, name) {
  await page.getByRole("button", { name }).first().click();
  await page.waitForLoadState();
}

// Links that look like buttons are links too.
export async function follow(page, name) {
  await page.locator("main a").filter({ hasText: name }).first().click();
  await page.waitForLoadState();
}

export async function heading(page, name) {
  await page.getByRole("heading", { level: 1, name }).waitFor();
}
