import { expect, test } from "vitest";
import { createProblemReply } from "../canned-api.ts";
import { findViolations, hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { openAdmin } from "./admin-visit.ts";
import { createManyAdminConnections, createManyKept } from "./canned-accounts.ts";

const testPage = await useTestPage();

const fill = () => {
  testPage.preview.api.admin.connections = createManyAdminConnections();
  testPage.preview.api.admin.kept = createManyKept();
};

test("lists everybody's connections, and more when told to", async () => {
  fill();
  const page = await openAdmin(testPage, "?view=connections", "finn");
  const rows = page.getByRole("table", { name: "Connections" }).getByRole("row");
  await page.getByRole("cell", { name: "Reconnect needed invalid grant" }).waitFor();
  expect(await rows.count()).toBe(51);
  expect((await page.getByRole("cell", { name: /without a tenant|globex/ }).allInnerTexts()).slice(0, 3)).toEqual([
    ...["globex", "cleo-globex", "erin (without a tenant)"],
  ]);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("64 connections shown").waitFor({ state: "attached" });
});

test("searches, and keeps whom one looks for out of the address", async () => {
  fill();
  const page = await openAdmin(testPage, "?view=connections");
  await page.getByLabel("Who").fill("ben@acme");
  await page.getByLabel("State").selectOption({ label: "Connected" });
  await page.getByLabel("Provider").selectOption({ label: "Gmail" });
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("1 connection shown").waitFor({ state: "attached" });
  const asked = listRequests(testPage, "GET", "/api/admin/connections").at(-1);
  expect(asked?.query).toEqual({ q: "ben@acme", status: "connected", provider: "gmail", limit: "50" });
  expect(page.url()).not.toContain("ben");
  expect(await page.getByLabel("Tenant").count()).toBe(0);
});

test("lets an administrator of the stage choose a tenant", async () => {
  fill();
  const page = await openAdmin(testPage, "?view=connections", "finn");
  await page.getByLabel("Tenant").fill("globex");
  await page.getByRole("button", { name: "Search" }).click();
  await expect.poll(() => listRequests(testPage, "GET", "/api/admin/connections").at(-1)?.query.tenant).toBe("globex");
});

test("says when nothing fits the search", async () => {
  const page = await openAdmin(testPage, "?view=connections");
  await page.getByText("No connections").waitFor();
});

test("opens one at an address of its own, and leads back to where one was", async () => {
  fill();
  const page = await openAdmin(testPage, "?view=connections");
  await page.getByRole("link", { name: "ben", exact: true }).click();
  const title = page.getByRole("heading", { name: "ben at Gmail" });
  await title.waitFor();
  await expect.poll(() => hasFocus(title)).toBe(true);
  expect(new URL(page.url()).search).toBe("?view=connections&id=c-2");
  await page.getByText("gmail.readonly").waitFor();
  const kept = page.getByRole("table", { name: "Kept answers" });
  expect(await kept.getByRole("rowheader").allInnerTexts()).toEqual(["messages:INBOX", "etag#9f2c71", "labels"]);
  await kept.getByRole("cell", { name: "48 kB" }).waitFor();
  await page.goBack();
  await title.waitFor({ state: "detached" });
  await expect.poll(() => hasFocus(page.getByRole("link", { name: "ben", exact: true }))).toBe(true);
  expect(listRequests(testPage, "GET", "/api/admin/connections")).toHaveLength(1);
});

test("deletes what is kept, once that is confirmed", async () => {
  fill();
  const page = await openAdmin(testPage, "?view=connections&id=c-2");
  const opener = page.getByRole("button", { name: "Empty…" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Delete the kept answers?" });
  await dialog.waitFor();
  expect(await findViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => hasFocus(opener)).toBe(true);
  await opener.click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByText("3 answers of Gmail for ben.").waitFor();
  await expect.poll(() => hasFocus(page.getByRole("region", { name: "Outcome" }))).toBe(true);
  await page.getByText("Nothing is kept").waitFor();
  expect(listRequests(testPage, "DELETE", /kept/).map(({ path }) => path)).toEqual(["/api/admin/connections/c-2/kept"]);
});

test("says when there is no such connection", async () => {
  testPage.preview.api.replies.set(
    "GET /api/admin/connections/c-99",
    createProblemReply(404, "not_found", "There is nothing here"),
  );
  const page = await openAdmin(testPage, "?view=connections&id=c-99");
  await page.getByRole("alert").getByText("There is nothing here").waitFor();
  await page.getByRole("link", { name: "All connections" }).click();
  await page.getByText("No connections").waitFor();
});
