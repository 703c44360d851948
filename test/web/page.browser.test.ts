import { expect, test } from "vitest";
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
  const page = await testPage.open("?provider=slack&status=error&code=access_denied");
  await page.getByText("Slack was not connected").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Slack is connected").waitFor();
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
  await page.getByText("Acme Lab is disconnected. Its access tokens are deleted.").waitFor();
  await expect.poll(() => page.locator("[data-provider=slack] [data-account]").count()).toBe(1);
  const removal = testPage.preview.api.requests.find(({ method }) => method === "DELETE");
  expect([removal?.path, removal?.query]).toEqual(["/api/integrations/slack", { account: "slack-lab" }]);
});

test("saves settings and keeps what the form does not show", async () => {
  testPage.preview.api.connections = [createConnection("figma", "figma-ada")];
  const page = await testPage.open();
  await page.getByText("Settings of Figma").click();
  await page.getByText("the cached copy and its design tokens are refreshed").waitFor();
  await page.getByRole("switch", { name: "Keep copies up to date" }).check();
  await page.getByRole("group", { name: "Files and comments" }).getByLabel("Nothing").check();
  await page.getByLabel("Also post to this Slack channel").fill("#design");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  expect(testPage.preview.api.requests.find(({ method }) => method === "PUT")?.body).toEqual({
    webhookEnabled: true,
    autoSync: true,
    teamId: "1001",
    defaultChannel: "general",
    notificationPreferences: {
      activity: { message: "mentions", mail: "all", event: "all", file: "none", issue: "all" },
      slackChannel: "#design",
    },
  });
  await page.getByRole("switch", { name: "Receive changes live" }).uncheck();
  expect(await page.getByText("Saved.").count()).toBe(0);
});

test("shows when settings could not be saved, and keeps the choices", async () => {
  testPage.preview.api.connections = [createConnection("gmail", "gmail-ada")];
  const page = await testPage.open();
  await page.getByText("Settings of Gmail").click();
  await page.getByRole("group", { name: "Mail" }).getByLabel("Only mentions").check();
  const refusal = createProblemReply(503, "provider_unavailable", "A service we depend on did not answer in time");
  testPage.preview.api.replies.set("PUT /api/integrations/gmail/settings", refusal);
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("A service we depend on did not answer in time.").waitFor();
  expect(await page.getByRole("group", { name: "Mail" }).getByLabel("Only mentions").isChecked()).toBe(true);
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
