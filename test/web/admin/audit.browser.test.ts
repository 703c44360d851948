import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createProblemReply } from "../canned-api.ts";
import { listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { openAdmin } from "./admin-visit.ts";
import { createManyEntries } from "./canned-accounts.ts";

const testPage = await useTestPage();

const listAsked = (format: string) =>
  listRequests(testPage, "GET", "/api/admin/audit").filter(({ query }) => query.format === format);

test("lists who did what, with the details of each, and more when told to", async () => {
  testPage.preview.api.admin.entries = createManyEntries();
  const page = await openAdmin(testPage, "?view=audit");
  const replay = page.getByRole("row", { name: /Deliveries replayed/ });
  await replay.waitFor();
  await replay.getByText("Details").click();
  await replay.getByText('{"status":"failed","limit":1000}').waitFor();
  await page.getByRole("cell", { name: "a later one" }).waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("65 entries shown").waitFor({ state: "attached" });
  expect(testPage.browserErrors).toEqual([]);
});

test("asks for what the filter says, and keeps whom one looks for out of the address", async () => {
  const page = await openAdmin(testPage, "?view=audit");
  await page.getByText("No entries").waitFor();
  await page.getByLabel("Who").fill("ada");
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Token refreshed" });
  await page.getByLabel("Provider").selectOption({ label: "Slack" });
  await page.getByLabel("From", { exact: true }).fill("2026-11-03T08:00");
  await page.getByLabel("To", { exact: true }).fill("2026-11-04T08:00");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect
    .poll(() => listAsked("json").at(-1)?.query)
    .toEqual({
      ...{ user: "ada", action: "refresh", provider: "slack", format: "json" },
      ...{ from: new Date("2026-11-03T08:00").toISOString(), to: new Date("2026-11-04T08:00").toISOString() },
    });
  expect(page.url()).not.toContain("ada");
});

test("saves a file put together of all parts, with the names of the columns once", async () => {
  testPage.preview.api.admin.entries = createManyEntries();
  const page = await openAdmin(testPage, "?view=audit");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(66);
  expect(lines.filter((line) => line.includes("at,user,action"))).toEqual(["\ufeffat,user,action"]);
  expect(listAsked("csv").map(({ query }) => query.pageToken)).toEqual([undefined, "50"]);
});

test("says why there is no file", async () => {
  const page = await openAdmin(testPage, "?view=audit");
  await page.getByText("No entries").waitFor();
  testPage.preview.api.replies.set("GET /api/admin/audit", createProblemReply(503, "internal", "Not now"));
  await page.getByRole("button", { name: "Download CSV" }).click();
  await page.getByRole("alert").getByText("Not now").waitFor();
});
