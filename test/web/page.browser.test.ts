import { expect, test } from "vitest";
import { createActivity } from "./canned-activity.ts";
import { createProblemReply } from "./canned-api.ts";
import { createConnection, createManyConnections } from "./canned-data.ts";
import { hasFocus } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

test("shows every provider with its state and its accounts", async () => {
  testPage.preview.api.connections = createManyConnections();
  Object.assign(testPage.preview.api.catalogue[0] ?? {}, { configured: false });
  const page = await testPage.open();
  const states = page.locator("[data-provider] .pill");
  // Wait for the list: signing in leaves the page and comes back, so anything read before would be lost.
  await states.first().waitFor();
  await expect
    .poll(() => states.allInnerTexts())
    .toEqual(["Not configured", "Connected", "Reconnect needed", "Connected", "Not connected"]);
  expect(await page.locator("[data-account]").count()).toBe(4);
  expect(await page.getByRole("heading", { level: 1 }).allInnerTexts()).toEqual(["Integrations"]);
  expect(testPage.browserErrors).toEqual([]);
});

test("connects by keyboard alone and moves the focus to the outcome", async () => {
  const page = await testPage.open();
  const button = page.getByRole("button", { name: "Connect Slack" });
  await button.waitFor();
  for (let presses = 0; presses < 20 && !(await hasFocus(button)); presses += 1) await page.keyboard.press("Tab");
  expect(await hasFocus(button)).toBe(true);
  await page.keyboard.press("Enter");
  const banner = page.getByRole("region", { name: "Outcome" });
  await banner.getByText("Slack is connected").waitFor();
  await expect.poll(() => hasFocus(banner)).toBe(true);
  expect(await page.locator("[data-account]").count()).toBe(1);
  expect(page.url()).toBe(testPage.preview.page);
});

test("comes back to the same page after connecting", async () => {
  const page = await testPage.open();
  await page.getByRole("button", { name: "Connect Figma" }).click();
  await page.getByText("Figma is connected").waitFor();
  const start = testPage.preview.api.requests.find(({ path }) => path === "/api/integrations/figma/auth");
  expect(start?.query).toEqual({ returnTo: testPage.preview.page });
});

test("asks for what a provider needs before it can connect", async () => {
  Object.assign(testPage.preview.api.catalogue[0] ?? {}, { params: ["shop"] });
  const page = await testPage.open();
  await page.getByRole("button", { name: "Connect Figma" }).click();
  await page.getByLabel("shop").fill("acme");
  await page.getByRole("button", { name: "Continue to Figma" }).click();
  await page.getByText("Figma is connected").waitFor();
  const start = testPage.preview.api.requests.find(({ path }) => path === "/api/integrations/figma/auth");
  expect(start?.query.params).toBe('{"shop":"acme"}');
});

test("says so when there is nothing to connect", async () => {
  testPage.preview.api.catalogue = [];
  const page = await testPage.open();
  await page.getByRole("heading", { name: "No integrations yet" }).waitFor();
});

test("does not believe a link that claims success", async () => {
  const page = await testPage.open("?provider=slack&status=success");
  await page.getByText("Slack has answered").waitFor();
  expect(await page.getByText("Slack is connected").count()).toBe(0);
});

test("says what a refusal means and offers to try again", async () => {
  const page = await testPage.open("?provider=slack&status=error&error=access_denied");
  await page.getByText("Slack was not connected").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Slack is connected").waitFor();
});

test("asks to reconnect an account that has expired, and does not list one that was disconnected", async () => {
  testPage.preview.api.connections = [
    createConnection("slack", "slack-acme", { status: "expired", connected: false, isExpired: true }),
    createConnection("slack", "slack-gone", { status: "disconnected", connected: false, accountName: "Gone" }),
    createConnection("figma", "figma-ada"),
  ];
  const page = await testPage.open();
  await page.getByText("1 account connected, 1 to reconnect").waitFor();
  const card = page.locator("[data-provider=slack]");
  expect(await card.locator(".pill").innerText()).toBe("Reconnect needed");
  await card.getByText("Slack no longer accepts our access.").waitFor();
  expect(await card.locator("[data-account]").count()).toBe(1);
  expect(await page.locator("[data-provider=figma] .pill").innerText()).toBe("Connected");
});

test("marks the account of a reconnect link and renews that one", async () => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open("?provider=github&reconnect=github-ada&scopes=gist");
  await page.getByText("also for").waitFor();
  const account = page.locator("[data-account=github-ada].marked");
  await account.getByRole("button", { name: "Reconnect" }).click();
  await page.getByText("GitHub is connected").waitFor();
  const start = testPage.preview.api.requests.find(({ path }) => path === "/api/integrations/github/auth");
  expect(start?.query).toMatchObject({ account: "github-ada", scopes: "repo read:user" });
});

test("closes the dialog on Escape, keeps the account and restores the focus", async () => {
  testPage.preview.api.connections = [createConnection("slack", "slack-acme")];
  const page = await testPage.open();
  const button = page.getByRole("button", { name: "Disconnect" });
  await button.click();
  await page.getByRole("dialog", { name: "Disconnect Acme from Slack?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await hasFocus(button)).toBe(true);
  expect(testPage.preview.api.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
});

test("disconnects the chosen account only", async () => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open();
  await page.locator("[data-account=slack-lab]").getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Slack is disconnected").waitFor();
  await page.getByText("Acme Lab is disconnected. Its access tokens are deleted. Its activity is removed.").waitFor();
  await expect.poll(() => page.locator("[data-provider=slack] [data-account]").count()).toBe(1);
  const removal = testPage.preview.api.requests.find(({ method }) => method === "DELETE");
  expect([removal?.path, removal?.query]).toEqual([
    "/api/integrations/slack",
    { account: "slack-lab", keepActivity: "false" },
  ]);
});

test("removes the account's activity from the feed with it, or keeps it when asked to", async () => {
  const api = testPage.preview.api;
  api.connections = [createConnection("slack", "slack-acme"), createConnection("gmail", "gmail-ada")];
  api.activity = [
    createActivity(2, { title: "In Slack" }),
    createActivity(1, { title: "In Gmail", connectionId: "gmail-ada", provider: "gmail" }),
  ];
  const page = await testPage.open();
  await page.getByText("In Slack", { exact: true }).waitFor();
  const dialog = page.getByRole("dialog");
  await page.locator("[data-account=slack-acme]").getByRole("button", { name: "Disconnect" }).click();
  await dialog.getByText("are removed from your activity for good").waitFor();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Its activity is removed.").waitFor();
  await page.getByText("In Slack", { exact: true }).waitFor({ state: "detached" });
  await page.locator("[data-account=gmail-ada]").getByRole("button", { name: "Disconnect" }).click();
  await dialog.getByRole("checkbox", { name: "Keep its activity in my feed" }).check();
  await dialog.getByText("stay in your activity, without further ones").waitFor();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Its activity stays in your feed.").waitFor();
  // Nothing is connected any more, and the feed is still there.
  await page.getByText("In Gmail", { exact: true }).waitFor();
  expect(api.requests.filter(({ method }) => method === "DELETE").map(({ query }) => query.keepActivity)).toEqual([
    "false",
    "true",
  ]);
});

test("names the request that failed and recovers on Retry", async () => {
  const outage = createProblemReply(503, "provider_unavailable", "A service we depend on did not answer in time");
  testPage.preview.api.replies.set("GET /api/integrations", outage);
  const page = await testPage.open();
  await page.getByText("req-7f3a").waitFor();
  testPage.preview.api.replies.clear();
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("button", { name: "Connect Slack" }).waitFor();
});

test("shows how long a limit lasts", async () => {
  const limited = { ...createProblemReply(429, "rate_limited", "Too many requests"), headers: { "retry-after": "2" } };
  testPage.preview.api.replies.set("GET /api/integrations/slack/auth", limited);
  const page = await testPage.open();
  await page.getByRole("button", { name: "Connect Slack" }).click();
  await page.getByText("Please wait 2 seconds.").waitFor();
  await page.getByRole("button", { name: "Retry", exact: true }).waitFor();
});
