// The administrators' page on the deployed stacks: whom the API lets see what.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDeliveryHistory } from "../admin/support/rows.ts";
import { tokenFor } from "../support/api.ts";
import { openPageAs } from "./fresh-person.ts";
import { collectComplaints, openBrowser, settingsPage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const people: Page[] = [];
afterAll(() => Promise.all(people.map((page) => page.context().close())));

/** The page as somebody whose token has these claims. */
async function openAs(claims: Readonly<Record<string, string>>, at = "") {
  const sub = `admin-${crypto.randomUUID()}`;
  const page = await openPageAs(browser, sub, await tokenFor({ sub }, { claims }));
  people.push(page);
  const complaints = collectComplaints(page);
  await page.goto(`${settingsPage()}/admin${at}`);
  return { page, complaints };
}

test("a user who is no administrator is refused by the API, in words", async () => {
  const { page } = await openAs({ org: "acme", role: "user" });
  await page.getByRole("heading", { name: "This page is for administrators" }).waitFor();
  expect(await page.getByRole("navigation").count()).toBe(0);
});

test("signs the demo's administrator in, comes back to the part, and leads there from the settings page", async () => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  people.push(page);
  const complaints = collectComplaints(page);
  await page.goto(`${settingsPage()}/admin?view=channels`);
  await page.getByRole("button", { name: "Dana Acme" }).waitFor();
  expect(new URL(page.url()).search).toBe("?view=channels");
  await page.goto(settingsPage());
  await page.getByRole("button", { name: "Dana Acme" }).click();
  await page.getByRole("link", { name: "Administration" }).click();
  await page.getByRole("navigation", { name: "Parts of the administration" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a tenant's administrator sees and replays the tenant's deliveries only, the stage's those of all", async () => {
  const [mine, theirs] = [await createDeliveryHistory(), await createDeliveryHistory()];
  const at = Date.now() - 60_000;
  await mine.addFailed(at, 1);
  await theirs.addFailed(at, 1);
  const where = "?view=deliveries&provider=slack&status=failed&period=hour";
  const tenant = await openAs({ org: mine.user.org, role: "admin" }, where);
  await tenant.page.getByText("1 delivery shown").waitFor({ state: "attached" });
  await tenant.page.getByRole("button", { name: "Replay all failed…" }).click();
  await tenant.page.getByText("There is 1 failed delivery.").waitFor();
  await tenant.page.getByRole("button", { name: "Cancel" }).click();
  const stage = await openAs({ role: "stage-admin" }, where);
  for (const { org } of [mine.user, theirs.user]) await stage.page.getByRole("cell", { name: org }).waitFor();
  expect([...tenant.complaints, ...stage.complaints]).toEqual([]);
});
