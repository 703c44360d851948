import { expect, test } from "vitest";
import { createProblemReply } from "../canned-api.ts";
import { findViolations, hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { openAdmin } from "./admin-visit.ts";
import { createDeletion, createFinishedDeletion, deletionId } from "./canned-deletion.ts";

const testPage = await useTestPage();
const listSent = () => listRequests(testPage, "DELETE", /^\/api\/admin\//);

test("deletes a user once the id is typed again, and shows the report at an address of its own", async () => {
  testPage.preview.api.admin.deletion = createDeletion();
  const page = await openAdmin(testPage, "?view=deletion");
  await page.getByLabel("User’s id").fill("ada");
  await page.getByRole("button", { name: "Delete a user…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete a user’s data?" });
  await dialog.getByText("All connected accounts.").waitFor();
  await dialog.getByText("The audit, with a code in the place of the name.").waitFor();
  expect(await findViolations(page)).toEqual([]);
  const button = dialog.getByRole("button", { name: "Delete" });
  await dialog.getByLabel("Type the id again").fill("Ada");
  await button.click({ force: true });
  expect(listSent()).toEqual([]);
  await dialog.getByLabel("Type the id again").fill("ada");
  await button.click();
  await page.getByText("The data of a user is being deleted").waitFor();
  expect(listSent().map(({ path, body, query }) => ({ path, body, query }))).toEqual([
    { path: "/api/admin/users/ada", body: { id: "ada" }, query: {} },
  ]);
  expect(new URL(page.url()).search).toBe(`?view=deletion&id=${deletionId}`);
  expect(await page.locator("[aria-current=step]").innerText()).toBe("Go through all that is stored");
});

test("gives up on Escape, and gives the focus back", async () => {
  const page = await openAdmin(testPage, "?view=deletion");
  await page.getByLabel("User’s id").fill("ada");
  const opener = page.getByRole("button", { name: "Delete a user…" });
  await opener.click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => hasFocus(opener)).toBe(true);
  expect(listSent()).toEqual([]);
});

test("shows what was removed and what stays, once it is finished", async () => {
  testPage.preview.api.admin.deletion = createDeletion();
  const page = await openAdmin(testPage, `?view=deletion&id=${deletionId}`);
  await page.getByText("is being deleted").waitFor();
  testPage.preview.api.admin.deletion = createFinishedDeletion();
  await page.getByText("The data of a user is deleted").waitFor();
  await page.getByRole("row", { name: "Connected accounts 3" }).waitFor();
  await page.getByRole("row", { name: "Other: some row 2" }).waitFor();
  await page.getByRole("table", { name: "Removed here, and perhaps not at the provider" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "Backups and logs" }).waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test("offers the deletion of a tenant to administrators of the stage only", async () => {
  testPage.preview.api.admin.deletion = createDeletion({ kind: "tenant" });
  const page = await openAdmin(testPage, "?view=deletion");
  await page.getByLabel("User’s id").waitFor();
  expect(await page.getByLabel("Tenant’s id").count()).toBe(0);
  const stage = await openAdmin(testPage, "?view=deletion", "finn");
  await stage.getByLabel("Tenant’s id").fill("globex");
  await stage.getByRole("button", { name: "Delete a tenant…" }).click();
  await stage.getByLabel("Type the id again").fill("globex");
  await stage.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await stage.getByText("The data of a tenant is being deleted").waitFor();
  expect(listSent().map(({ path }) => path)).toEqual(["/api/admin/tenants/globex"]);
});

test("says why a deletion did not begin", async () => {
  testPage.preview.api.replies.set(
    "DELETE /api/admin/users/ada",
    createProblemReply(404, "not_found", "There is nothing here"),
  );
  const page = await openAdmin(testPage, "?view=deletion");
  await page.getByLabel("User’s id").fill("ada");
  await page.getByLabel("User’s id").press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type the id again").fill("ada");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("alert").getByText("There is nothing here").waitFor();
});
