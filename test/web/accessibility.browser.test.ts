import { expect, test } from "vitest";
import { createManyActivities } from "./canned-activity.ts";
import { createManyConnections } from "./canned-data.ts";
import { findViolations } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const desk = await useTestPage();

const schemes = ["light", "dark"] as const;

test.each(schemes)("has no violation with everything open, %s", async (colorScheme) => {
  desk.preview.api.connections = createManyConnections();
  desk.preview.api.activity = createManyActivities();
  const page = await desk.open("?provider=github&reconnect=github-ada", { colorScheme });
  await page.getByText("Quarterly planning").waitFor();
  await page.locator("[data-account=slack-acme]").getByRole("button", { name: "Channels" }).click();
  await page.getByText("42 members").waitFor();
  await page.getByText("Settings of Slack").click();
  await page.getByRole("button", { name: "Save settings" }).waitFor();
  await page.locator("[data-account=gmail-ada] summary").click();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation in the question before disconnecting, %s", async (colorScheme) => {
  desk.preview.api.connections = createManyConnections();
  const page = await desk.open("", { colorScheme });
  await page.locator("[data-account=slack-acme]").getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation with an error, the menu and nothing connected, %s", async (colorScheme) => {
  const page = await desk.open("?provider=slack&status=error&code=expired", { colorScheme });
  await page.getByText("That took a little too long").waitFor();
  await page.getByRole("button", { name: "Ada Acme" }).click();
  expect(await findViolations(page)).toEqual([]);
});

test.each(schemes)("has no violation while loading and signed out, %s", async (colorScheme) => {
  desk.preview.api.replies.set("GET /api/integrations", { until: new Promise(() => {}) });
  const page = await desk.open("", { colorScheme });
  // Signed in first: the way to the issuer shows the same skeleton, and leaves the page.
  await page.getByRole("button", { name: "Ada Acme" }).waitFor();
  await page.getByText("Loading your integrations").waitFor({ state: "attached" });
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Ada Acme" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are signed out.").waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test.each([360, 768, 1280, 1920])("fits a window %i pixels wide without scrolling sideways", async (width) => {
  desk.preview.api.connections = createManyConnections();
  const page = await desk.open("", { viewport: { width, height: 800 } });
  await page.locator("[data-account=slack-acme]").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
});
