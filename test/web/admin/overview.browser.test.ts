import { expect, test } from "vitest";
import { findViolations, hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { heading, openAdmin } from "./admin-visit.ts";
import { createAnalytics } from "./canned-counts.ts";

const testPage = await useTestPage();

const listDays = () => listRequests(testPage, "GET", "/api/admin/analytics").map(({ query }) => query.days);

test("shows what was counted of the last 30 days, in charts and in tables", async () => {
  testPage.preview.api.admin.analytics = createAnalytics();
  const page = await openAdmin(testPage);
  await heading(page, "Overview").waitFor();
  await page.getByRole("img", { name: /^Active connections of each provider/ }).waitFor();
  await page.getByRole("img", { name: /^Webhooks of each provider by how they went/ }).waitFor();
  const rows = page.getByRole("table", { name: "Connections by provider" }).getByRole("row");
  expect((await rows.allInnerTexts()).map((row) => row.replaceAll(/\s*\t\s*/g, " | "))).toEqual([
    "Provider | Active | New | Unused for | Flows finished | Refreshes that worked | Answered from kept",
    "Slack | 1,204 | 88 | 2 hours | 94 % | 100 % | 81 %",
    expect.stringMatching(/^GitHub \| 311 \| 4 \| less than a minute \| –/),
    "Figma | 128 | 9 | 2 days | 87 % | 99.9 % | 62 %",
    expect.stringMatching(/^Google Calendar \| 0 \| 0 \| –/),
  ]);
  const types = page.getByRole("table", { name: "Webhooks by type" }).getByRole("rowheader");
  expect(await types.allInnerTexts()).toEqual(["message", "file_shared", "other", "FILE_UPDATE"]);
  const errors = page.getByRole("table", { name: "Failed calls by provider and error" }).getByRole("row");
  expect(await errors.nth(1).innerText()).toMatch(/Figma\s+rate limited\s+41/);
  expect(await page.getByRole("table", { name: "Most read files" }).getByRole("row").count()).toBe(4);
  expect(listDays()).toEqual(["30"]);
  expect(testPage.browserErrors).toEqual([]);
});

test("draws each bar as long as its number, in parts by how things went", async () => {
  testPage.preview.api.admin.analytics = createAnalytics();
  const page = await openAdmin(testPage);
  const chart = page.getByRole("img", { name: /^Webhooks/ });
  await chart.waitFor();
  const widths = await chart
    .locator(".chart-part")
    .evaluateAll((parts) => parts.map((part) => part.getAttribute("width")));
  const numbers = widths.map((width) => Number.parseFloat(width ?? ""));
  expect(numbers[0]).toBeCloseTo((8314 / 9472) * 100, 1);
  expect(numbers.slice(0, 3).reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 0);
});

test("counts other days at an address of their own", async () => {
  testPage.preview.api.admin.analytics = createAnalytics();
  const page = await openAdmin(testPage);
  const days = page.getByRole("navigation", { name: "Days that are counted" });
  const week = days.getByRole("link", { name: "7 days" });
  await week.click();
  await expect.poll(listDays).toEqual(["30", "7"]);
  await expect.poll(() => hasFocus(week)).toBe(true);
  expect(new URL(page.url()).search).toBe("?view=overview&days=7");
  await page.goBack();
  await expect.poll(listDays).toEqual(["30", "7", "30"]);
});

test("counts one tenant for an administrator of the stage who names it", async () => {
  testPage.preview.api.admin.analytics = createAnalytics();
  const page = await openAdmin(testPage, "?view=overview&days=7", "finn");
  await page.getByLabel("Tenant").fill("acme");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  const readLast = () => listRequests(testPage, "GET", "/api/admin/analytics").at(-1)?.query;
  await expect.poll(() => readLast()).toEqual({ days: "7", tenant: "acme" });
  await page.getByRole("link", { name: "90 days" }).click();
  await expect.poll(() => readLast()).toEqual({ days: "90", tenant: "acme" });
});

test("says when nothing was counted", async () => {
  const page = await openAdmin(testPage);
  await page.getByText("Nothing was counted").waitFor();
  expect(await findViolations(page)).toEqual([]);
});
