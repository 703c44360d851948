import { expect, test } from "vitest";
import { createManyActivities } from "./canned-activity.ts";
import { createManyConnections } from "./canned-data.ts";
import { findViolations } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const schemes = ["light", "dark"] as const;

test.each(schemes)("has no violation with everything open, %s", async (colorScheme) => {
  testPage.preview.api.connections = createManyConnections();
  testPage.preview.api.activity = createManyActivities();
  const page = await testPage.open("?provider=github&reconnect=github-ada", { colorScheme });
  await page.getByText("Quarterly planning").waitFor();
  await page.locator("[data-account=slack-acme]").getByRole("button", { name: "Channels" }).click();
  await page.getByText("42 members").waitFor();
  await page.getByText("Settings of Slack").click();
  await page.getByRole("button", { name: "Save settings" }).waitFor();
  await page.locator("[data-account=gmail-ada] summary").click();
  await page.getByRole("button", { name: "Delete Invoice 1042" }).click();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation in the disconnect dialog, %s", async (colorScheme) => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open("", { colorScheme });
  await page.locator("[data-account=slack-acme]").getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation with an error, the menu and nothing connected, %s", async (colorScheme) => {
  const page = await testPage.open("?provider=slack&status=error&error=expired", { colorScheme });
  await page.getByText("That took a little too long").waitFor();
  await page.getByRole("button", { name: "Ada Acme" }).click();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation while loading and signed out, %s", async (colorScheme) => {
  testPage.preview.api.replies.set("GET /api/integrations", { until: new Promise(() => {}) });
  const page = await testPage.open("", { colorScheme });
  // Wait for the sign-in first: the redirect to the issuer shows the same skeleton and then leaves the page.
  await page.getByRole("button", { name: "Ada Acme" }).waitFor();
  await page.getByText("Loading your integrations").waitFor({ state: "attached" });
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Ada Acme" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test.each([360, 768, 1280, 1920])("fits a window %i pixels wide without scrolling sideways", async (width) => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open("", { viewport: { width, height: 800 } });
  await page.locator("[data-account=slack-acme]").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
});
