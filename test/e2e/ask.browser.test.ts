// Questions to the demo's database, from the settings page, through the whole stack: patterns, guard, role, PostgreSQL.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tokenFor } from "../support/api.ts";
import { openPageAs } from "./fresh-person.ts";
import { collectComplaints, openBrowser, settingsPage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The panel as a new person of an organization sees it. */
async function openPanel(org: string) {
  const sub = `user-${crypto.randomUUID()}`;
  const page = await openPageAs(browser, sub, await tokenFor({ sub, org }));
  const complaints = collectComplaints(page);
  await page.goto(settingsPage());
  const panel = page.getByRole("region", { name: "Ask your data" });
  await panel.getByLabel("Your question").waitFor();
  const ask = async (question: string) => {
    await panel.getByLabel("Your question").fill(question);
    await panel.getByRole("button", { name: "Ask", exact: true }).click();
  };
  return { page, panel, ask, complaints };
}

test("answers each suggestion with rows of the person's organization", async () => {
  const { panel, complaints } = await openPanel("acme");
  const chips = panel.locator(".suggestions button");
  expect(await chips.count()).toBeGreaterThan(3);
  for (const chip of await chips.all()) {
    await chip.click();
    await panel.getByRole("table", { name: await chip.innerText() }).waitFor();
  }
  expect(await panel.getByRole("alert").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("counts the users of each organization alone", async () => {
  const counts: string[] = [];
  for (const org of ["acme", "globex"]) {
    const { panel, ask } = await openPanel(org);
    await ask("How many users are there?");
    counts.push(await panel.getByRole("cell").innerText());
  }
  expect(counts).toEqual(["140", "60"]);
});

test("says that it did not understand, and offers what it would", async () => {
  const { panel, ask } = await openPanel("acme");
  await ask("Why is the sky blue?");
  await panel.getByRole("alert").getByText("was not understood").waitFor();
  await panel.getByText("You can ask, for example").waitFor();
});
