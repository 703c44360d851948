// Who is shown the administrators' page, how one gets there and around in it.
import { expect, test } from "vitest";
import { findViolations, hasFocus, listRequests } from "../panel-page.ts";
import { useTestPage } from "../test-page.ts";
import { heading, openAdmin } from "./admin-visit.ts";

const testPage = await useTestPage();
const real = await useTestPage({ demo: false });

test("shows a user who is no administrator a sentence, and asks the API for nothing but that", async () => {
  const page = await openAdmin(testPage, "?view=deliveries", "ada");
  await page.getByRole("alert").getByText("You are signed in as Ada Acme, who is not one.").waitFor();
  expect(await page.getByRole("navigation").count()).toBe(0);
  const asAda = listRequests(testPage, "GET", /^\/api\/admin\//).filter(({ query }) => query.user === "ada");
  expect(asAda.map(({ path }) => path)).toEqual(["/api/admin/channels"]);
  expect(await findViolations(page)).toEqual([]);
});

test("leads administrators here from their menu, and nobody else", async () => {
  const page = await testPage.open();
  const menu = page.locator("#user-menu");
  await page.getByRole("button", { name: "Ada Acme" }).click();
  await menu.getByRole("button", { name: "Dana" }).waitFor();
  expect(await menu.getByRole("link").count()).toBe(0);
  await menu.getByRole("button", { name: "Dana" }).click();
  await page.getByRole("button", { name: "Dana Acme" }).click();
  await menu.getByRole("link", { name: "Administration" }).click();
  await heading(page, "Overview").waitFor();
  await page.getByRole("button", { name: "Dana Acme" }).click();
  await menu.getByRole("link", { name: "Your integrations" }).click();
  await page.getByRole("heading", { level: 1, name: "Integrations" }).waitFor();
  expect(testPage.browserErrors).toEqual([]);
});

test("comes back to the part after signing in, over the one address that is registered at the issuer", async () => {
  const page = await real.open("/admin?view=channels&user=ada");
  await page.getByRole("heading", { name: "Sign in as an administrator" }).waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /Dana Acme/ }).click();
  await heading(page, "Channels").waitFor();
  expect(page.url()).toBe(`${real.preview.page}/admin?view=channels&user=ada`);
  const authorize = new URL(real.sentRequests.find(({ url }) => new URL(url).pathname === "/auth")?.url ?? "");
  expect(authorize.searchParams.get("redirect_uri")).toBe(real.preview.page);
});

test("asks to sign in again when the API no longer accepts the token", async () => {
  testPage.preview.api.replies.set("GET /api/admin/channels", { status: 401, body: { message: "Unauthorized" } });
  const page = await testPage.open("/admin");
  await page.getByText("Your session has ended.").waitFor();
  await page.getByRole("heading", { name: "Sign in as an administrator" }).waitFor();
});

test("gives each part an address, to which Back leads, and moves the focus to its heading", async () => {
  const page = await openAdmin(testPage);
  await heading(page, "Overview").waitFor();
  await page.getByRole("link", { name: "Channels" }).click();
  await heading(page, "Channels").waitFor();
  expect(new URL(page.url()).search).toBe("?view=channels");
  await expect.poll(() => hasFocus(heading(page, "Channels"))).toBe(true);
  expect(await page.title()).toBe("Channels · Administration · Patchbay");
  expect(await page.locator("nav [aria-current=page]").allInnerTexts()).toEqual(["Channels"]);
  await page.goBack();
  await heading(page, "Overview").waitFor();
  await page.goForward();
  await heading(page, "Channels").waitFor();
  await page.reload();
  await heading(page, "Channels").waitFor();
});

test("says when the API does not answer, and tries again when told to", async () => {
  testPage.preview.api.replies.set("GET /api/admin/channels", {
    status: 503,
    body: { title: "Not now", code: "internal" },
  });
  const page = await openAdmin(testPage);
  await page.getByRole("alert").getByText("Not now").waitFor();
  testPage.preview.api.replies.clear();
  await page.getByRole("button", { name: "Retry" }).click();
  await heading(page, "Overview").waitFor();
});
