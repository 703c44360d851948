import { expect, test } from "vitest";
import { createProblemReply } from "../canned-api.ts";
import { hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { openAdmin } from "./admin-visit.ts";
import { createManyChannels } from "./canned-admin.ts";

const testPage = await useTestPage();

test("shows the channels of the user whose id is typed, at an address of its own", async () => {
  testPage.preview.api.admin.channels = createManyChannels();
  const page = await openAdmin(testPage, "?view=channels");
  await page.getByLabel("User’s id").fill("ada");
  await page.getByLabel("User’s id").press("Enter");
  await page.getByRole("cell", { name: "Failed 3 times in a row" }).waitFor();
  expect(await page.getByRole("rowheader").allInnerTexts()).toEqual(["Gmail", "Figma", "Google Calendar"]);
  expect(new URL(page.url()).search).toBe("?view=channels&user=ada");
  expect(await page.getByLabel("Tenant").count()).toBe(0);
  await page.goBack();
  await expect.poll(() => page.getByRole("table").count()).toBe(0);
  expect(testPage.browserErrors).toEqual([]);
});

test("says when there is none of that id", async () => {
  const page = await openAdmin(testPage, "?view=channels&user=nobody");
  await page.getByText("No channels").waitFor();
});

test("asks for a user of another tenant when an administrator of the stage names it", async () => {
  testPage.preview.api.admin.channels = createManyChannels();
  const page = await openAdmin(testPage, "?view=channels", "finn");
  await page.getByLabel("User’s id").fill("ada");
  await page.getByLabel("Tenant").fill("acme");
  await page.getByRole("button", { name: "Show channels" }).click();
  await page.getByRole("table", { name: "Channels" }).waitFor();
  const asked = listRequests(testPage, "GET", "/api/admin/channels").at(-1);
  expect(asked?.query).toEqual({ user: "ada", tenant: "acme" });
});

test("opens a channel again, says so where the focus goes, and shows the channels as they are then", async () => {
  testPage.preview.api.admin.channels = createManyChannels();
  const page = await openAdmin(testPage, "?view=channels&user=ada");
  await page.getByRole("button", { name: "Recreate Figma team 1001" }).click();
  await page.getByText("The channel is being opened again").waitFor();
  await expect.poll(() => hasFocus(page.getByRole("region", { name: "Outcome" }))).toBe(true);
  const [sent] = listRequests(testPage, "POST", /recreate$/);
  expect(sent?.path).toBe("/api/admin/channels/Y2hhbm5lbC02/recreate");
  const listAsked = () =>
    listRequests(testPage, "GET", "/api/admin/channels").filter(({ query }) => query.user === "ada");
  await expect.poll(() => listAsked().length).toBe(2);
});

test("says beside the channel why it was not opened again", async () => {
  testPage.preview.api.admin.channels = createManyChannels();
  const page = await openAdmin(testPage, "?view=channels&user=ada");
  testPage.preview.api.replies.set(
    "POST /api/admin/channels/Y2hhbm5lbC02/recreate",
    createProblemReply(404, "not_found", "There is nothing here"),
  );
  await page.getByRole("button", { name: "Recreate Figma team 1001" }).click();
  await page.getByRole("row", { name: /Figma/ }).getByText("There is nothing here").waitFor();
});
