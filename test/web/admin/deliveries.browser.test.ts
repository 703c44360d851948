import { expect, test } from "vitest";
import { createProblemReply } from "../canned-api.ts";
import { findViolations, hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { heading, openAdmin } from "./admin-visit.ts";
import { createManyDeliveries } from "./canned-admin.ts";

const testPage = await useTestPage();
const at = "?view=deliveries&provider=slack";

const listAsked = () => listRequests(testPage, "GET", "/api/admin/webhooks").map(({ query }) => query);

test("lists the deliveries of a provider, and more when told to", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  const page = await openAdmin(testPage, at);
  const rows = page.getByRole("table", { name: "Deliveries" }).getByRole("row");
  await page.getByRole("cell", { name: "Failed provider unavailable" }).waitFor();
  expect(await rows.count()).toBe(51);
  expect(await page.getByRole("columnheader").allInnerTexts()).toEqual([
    "Received",
    "Type",
    "Outcome",
    "Tries",
    "Replay",
  ]);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("66 deliveries shown").waitFor({ state: "attached" });
  expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0);
  expect(testPage.browserErrors).toEqual([]);
});

test("asks for what the filter says, which the address keeps", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  const page = await openAdmin(testPage, "?view=deliveries");
  const filter = page.getByRole("form", { name: "Filter of the deliveries" });
  await filter.getByLabel("Provider").selectOption({ label: "Slack" });
  await filter.getByLabel("Outcome").selectOption({ label: "Failed" });
  await filter.getByLabel("Type").fill("file_shared");
  await filter.getByLabel("Received").selectOption({ label: "Last 7 days" });
  await filter.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText("1 delivery shown").waitFor({ state: "attached" });
  const { from = "", to = "", ...asked } = listAsked().at(-1) ?? {};
  expect(asked).toEqual({ provider: "slack", status: "failed", kind: "file_shared", limit: "50" });
  expect(Date.parse(to) - Date.parse(from)).toBe(7 * 86_400_000);
  await page.reload();
  await page.getByText("1 delivery shown").waitFor({ state: "attached" });
  expect(await page.getByLabel("Type").inputValue()).toBe("file_shared");
});

test("asks for a time between two moments", async () => {
  const page = await openAdmin(testPage, at);
  await page.getByLabel("Received").selectOption({ label: "Between…" });
  await page.getByLabel("From", { exact: true }).fill("2026-11-03T08:00");
  await page.getByLabel("To", { exact: true }).fill("2026-11-03T09:30");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect.poll(() => listAsked().at(-1)?.from).toBe(new Date("2026-11-03T08:00").toISOString());
  expect(listAsked().at(-1)?.to).toBe(new Date("2026-11-03T09:30").toISOString());
});

test("looks further back by itself before it says that there is nothing", async () => {
  testPage.preview.api.replies.set("GET /api/admin/webhooks", { body: { webhooks: [], nextPageToken: "further" } });
  const page = await openAdmin(testPage, at);
  await page.getByText("No deliveries").waitFor();
  expect(listAsked()).toHaveLength(10);
  expect(listAsked().at(-1)?.pageToken).toBe("further");
  await page.getByRole("button", { name: "Look further back" }).click();
  await expect.poll(() => listAsked().length).toBe(20);
});

test("replays one delivery, and says so where the focus goes", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  const page = await openAdmin(testPage, at);
  await page
    .getByRole("button", { name: /^Replay file_shared of/ })
    .first()
    .click();
  await page.getByText("The delivery is being worked on again").waitFor();
  await expect.poll(() => hasFocus(page.getByRole("region", { name: "Outcome" }))).toBe(true);
  const sent = listRequests(testPage, "POST", /\/replay$/).map(({ path }) => path);
  expect(sent).toEqual(["/api/admin/webhooks/delivery-2/replay"]);
});

test("counts what a filter names before it replays it, and does so only when told to", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  const page = await openAdmin(testPage, `${at}&status=processed&period=hour`);
  const opener = page.getByRole("button", { name: "Replay all processed…" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Replay what Slack sent?" });
  await dialog.getByText("There are 62 processed deliveries.").waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => hasFocus(opener)).toBe(true);
  expect(listRequests(testPage, "POST", /replay/)).toEqual([]);
  await opener.click();
  await dialog.getByRole("button", { name: "Replay" }).click();
  await page.getByText("62 deliveries are being worked on again").waitFor();
  const [sent] = listRequests(testPage, "POST", "/api/admin/webhooks/replay");
  const { from, to } = listAsked()[0] ?? {};
  expect(sent?.body).toEqual({ provider: "slack", status: "processed", from, to });
});

test("replays what failed where no outcome is chosen, and nothing where there is none", async () => {
  const page = await openAdmin(testPage, at);
  await page.getByRole("button", { name: "Replay all failed…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("There are no failed deliveries to replay.").waitFor();
  await dialog.getByRole("button", { name: "Replay" }).click({ force: true });
  expect(await dialog.isVisible()).toBe(true);
  expect(listRequests(testPage, "POST", /replay/)).toEqual([]);
});

test("keeps the dialog open with what went wrong", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  testPage.preview.api.replies.set(
    "POST /api/admin/webhooks/replay",
    createProblemReply(503, "provider_unavailable", "Not now"),
  );
  const page = await openAdmin(testPage, at);
  await page.getByRole("button", { name: "Replay all failed…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("There is 1 failed delivery.").waitFor();
  await dialog.getByRole("button", { name: "Replay" }).click();
  await dialog.getByRole("alert").getByText("Not now").waitFor();
});

test("shows the tenants to an administrator of the stage", async () => {
  testPage.preview.api.admin.deliveries = createManyDeliveries();
  const page = await openAdmin(testPage, at, "finn");
  await heading(page, "Deliveries").waitFor();
  await page.getByRole("columnheader", { name: "Tenants" }).waitFor();
  await page.getByRole("cell", { name: "acme", exact: true }).first().waitFor();
  await page.getByLabel("Tenant").fill("globex");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect.poll(() => listAsked().at(-1)?.tenant).toBe("globex");
});
