// Two EHRs from the page: connected by the address of their server, and opened from the EHR.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { base } from "../ehr/support/ehr.ts";
import { sandbox } from "../support/sandbox.ts";
import { approve, collectComplaints, disconnectEverybody, openBrowser, openSignedIn, providerCard } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(disconnectEverybody);

test.each([
  { provider: "epic", name: "Epic" },
  { provider: "cerner", name: "Oracle Health" },
])("connects $name by the address of its server", async ({ provider, name }) => {
  const page = await openSignedIn(browser, "ada");
  const complaints = collectComplaints(page);
  const card = providerCard(page, provider);
  await card.getByRole("button", { name: `Connect ${name}` }).click();
  await card.locator('[name="fhirBaseUrl"]').fill(base(provider));
  await card.getByRole("button", { name: `Continue to ${name}` }).click();
  await page.locator("#approve").waitFor();
  await approve(page);
  await page.getByText(`${name} is connected`).waitFor();
  await card.getByText("Ada Moreau").first().waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("opened from the EHR, the page asks first, and then connects with what was open there", async () => {
  const page = await openSignedIn(browser, "ada");
  const complaints = collectComplaints(page);
  await page.goto(`${sandbox("epic").url()}/launch?patient=p-7`);
  await page.getByText("wants to open this application").waitFor();
  expect(new URL(page.url()).hash).toBe("");
  expect(await sandbox("epic").requests("/interconnect-fhir-oauth")).toEqual([]);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.locator("#approve").waitFor();
  expect(new URL(page.url()).searchParams.get("launch")).toBeTruthy();
  await approve(page);
  await page.getByText("Epic is connected").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
