// The administrators' page on the deployed stacks: whom the API lets see what.
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrg } from "../admin/support/connection-rows.ts";
import { createDeliveryHistory } from "../admin/support/rows.ts";
import { connectAccount } from "../integrations/support/connections.ts";
import { createUser } from "../integrations/support/test-user.ts";
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

test("a tenant's administrator finds the tenant's connections only, the stage's those of all", async () => {
  const [acme, globex] = [createOrg(), createOrg()];
  const [mine, theirs] = [await createUser(acme), await createUser(globex)];
  for (const user of [mine, theirs]) await connectAccount(user, "gmail");
  const tenant = await openAs({ org: acme, role: "admin" }, "?view=connections");
  await tenant.page.getByText("1 connection shown").waitFor({ state: "attached" });
  await tenant.page.getByRole("link", { name: mine.sub }).click();
  await tenant.page.getByRole("heading", { name: `${mine.sub} at Gmail` }).waitFor();
  await tenant.page.getByText("Nothing is kept").waitFor();
  const stage = await openAs({ role: "stage-admin" }, "?view=connections");
  await stage.page.getByLabel("Tenant").fill(globex);
  await stage.page.getByRole("button", { name: "Search" }).click();
  await stage.page.getByText("1 connection shown").waitFor({ state: "attached" });
  await stage.page.getByRole("link", { name: theirs.sub }).waitFor();
  expect([...tenant.complaints, ...stage.complaints]).toEqual([]);
});

test("shows what was done in the tenant, and saves it as a file", async () => {
  const org = createOrg();
  const user = await createUser(org);
  await connectAccount(user, "gmail");
  const { page, complaints } = await openAs({ org, role: "admin" }, "?view=audit");
  await page.getByRole("row", { name: new RegExp(`${user.sub}.*Account connected`) }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\r\n").filter((line) => line.includes(",connect,"))).toHaveLength(1);
  expect(text).toContain(user.sub);
  expect(complaints).toEqual([]);
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
