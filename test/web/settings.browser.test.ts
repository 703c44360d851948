// The settings form of each provider.
import { expect, test } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { createConnection, createManyConnections } from "./canned-data.ts";
import { findViolations } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

test("saves settings and keeps what the form does not show", async () => {
  testPage.preview.api.connections = [createConnection("figma", "figma-ada"), createConnection("slack", "slack-acme")];
  const page = await testPage.open();
  await page.getByText("Settings of Figma").click();
  await page.getByText("the cached copy and its design tokens are refreshed").waitFor();
  await page.getByRole("switch", { name: "Keep copies up to date" }).check();
  await page.getByRole("group", { name: "Files and comments" }).getByLabel("Nothing").check();
  await page
    .getByRole("combobox", { name: "Also post to this Slack channel" })
    .selectOption({ label: "#design-reviews" });
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  expect(testPage.preview.api.requests.find(({ method }) => method === "PUT")?.body).toEqual({
    webhookEnabled: true,
    autoSync: true,
    assistantWrites: false,
    teamId: "1001",
    defaultChannel: "general",
    notificationPreferences: {
      activity: { message: "mentions", mail: "all", event: "all", file: "none", issue: "all" },
      slackChannel: "C2",
    },
  });
  await page.getByRole("switch", { name: "Receive changes live" }).uncheck();
  expect(await page.getByText("Saved.").count()).toBe(0);
});

test("has a switch for live changes only where a provider pushes them", async () => {
  testPage.preview.api.connections = ["figma", "slack", "github", "gmail", "calendar"].map((provider) =>
    createConnection(provider, `${provider}-1`),
  );
  const page = await testPage.open();
  for (const name of ["Figma", "Slack", "GitHub", "Gmail", "Google Calendar"])
    await page.getByText(`Settings of ${name}`).click();
  await expect.poll(() => page.getByRole("button", { name: "Save settings" }).count()).toBe(5);
  expect(await page.getByRole("switch", { name: "Receive changes live" }).count()).toBe(3);
  await page.getByText("New mail appears in your activity at once.").waitFor();
});

test("lets assistants write only where the user switches it on", async () => {
  testPage.preview.api.connections = [createConnection("gmail", "gmail-ada"), createConnection("figma", "figma-ada")];
  const page = await testPage.open();
  for (const name of ["Gmail", "Figma"]) await page.getByText(`Settings of ${name}`).click();
  await expect.poll(() => page.getByRole("button", { name: "Save settings" }).count()).toBe(2);
  const choice = page.getByRole("switch", { name: "Assistants may write here" });
  expect([await choice.count(), await choice.isChecked()]).toEqual([1, false]);
  await choice.check();
  await page.locator("form.settings-form", { has: choice }).getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  expect(testPage.preview.api.requests.find(({ method }) => method === "PUT")).toMatchObject({
    path: "/api/integrations/gmail/settings",
    body: { assistantWrites: true },
  });
});

test("offers the channels of the Slack account connected last, without archived ones", async () => {
  testPage.preview.api.connections = createManyConnections();
  const page = await testPage.open();
  await page.getByText("Settings of Gmail").click();
  const picker = page.getByRole("combobox", { name: "Also post to this Slack channel" });
  await expect.poll(() => picker.locator("option").count()).toBeGreaterThan(2);
  const names = testPage.preview.api.holdings.channels.filter((one) => !one.is_archived).map(({ name }) => name);
  expect(await picker.locator("option").allInnerTexts()).toEqual([
    "No channel",
    ...names.map((name) => expect.stringContaining(`#${name}`)),
  ]);
  expect(testPage.preview.api.requests.find(({ path }) => path.endsWith("/slack/channels"))?.query.account).toBe(
    "slack-lab",
  );
});

test("keeps a stored channel that Slack does not show, and shows why saving another was refused", async () => {
  testPage.preview.api.connections = createManyConnections();
  const preferences = Object(testPage.preview.api.settings.notificationPreferences);
  preferences.slackChannel = "C0OLD";
  const page = await testPage.open();
  await page.getByText("Settings of Gmail").click();
  const picker = page.getByRole("combobox", { name: "Also post to this Slack channel" });
  await picker.getByText("C0OLD (not found in Slack)").waitFor({ state: "attached" });
  expect(await picker.inputValue()).toBe("C0OLD");
  const detail = "notificationPreferences.slackChannel: Slack shows you no open channel of this name or id.";
  const refusal = createProblemReply(400, "invalid_request", "The request is not valid", { detail });
  testPage.preview.api.replies.set("PUT /api/integrations/gmail/settings", refusal);
  await picker.selectOption({ label: "#random" });
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Slack shows you no open channel").waitFor();
});

test("says that Slack must be connected before anything is posted to it", async () => {
  testPage.preview.api.connections = [createConnection("gmail", "gmail-ada")];
  const page = await testPage.open();
  await page.getByText("Settings of Gmail").click();
  await page.getByText("connect Slack first").waitFor();
  expect(await page.getByRole("combobox", { name: "Also post to this Slack channel" }).isDisabled()).toBe(true);
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

test("chooses the calendars whose changes are received; without a choice it is the main one", async () => {
  testPage.preview.api.connections = [createConnection("calendar", "calendar-ada")];
  const page = await testPage.open();
  await page.getByText("Settings of Google Calendar").click();
  const choices = page.getByRole("group", { name: "Calendars" });
  const [main, projects] = ["ada@acme.example", "Projects"].map((name) => choices.getByRole("checkbox", { name }));
  await main?.waitFor();
  expect([await main?.isChecked(), await projects?.isChecked()]).toEqual([true, false]);
  expect(await choices.getByRole("checkbox", { name: /^Ben/ }).isDisabled()).toBe(true);
  expect(await findViolations(page)).toEqual([]);
  await projects?.check();
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  const readSaved = () => testPage.preview.api.requests.findLast(({ method }) => method === "PUT")?.body;
  expect(readSaved()).toMatchObject({ calendars: ["ada@acme.example", "projects@group.example"] });
  await main?.uncheck();
  await projects?.click();
  expect([await main?.isChecked(), await projects?.isChecked()]).toEqual([true, false]);
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  expect(readSaved()).not.toHaveProperty("calendars");
  await page.getByRole("switch", { name: "Receive changes live" }).uncheck();
  expect(await choices.count()).toBe(0);
});

test("shows the calendars of each account, and one that is no longer shared until it is given up", async () => {
  testPage.preview.api.connections = [
    createConnection("calendar", "calendar-ada", { accountName: "Ada" }),
    createConnection("calendar", "calendar-lab", { accountName: "Ada at the lab" }),
  ];
  testPage.preview.api.settings.calendars = ["primary", "gone@group.example"];
  const page = await testPage.open("", { viewport: { width: 360, height: 800 } });
  await page.getByText("Settings of Google Calendar").click();
  const lab = page.getByRole("group", { name: "Calendars of Ada at the lab" });
  await lab.getByRole("checkbox", { name: "ada@lab.example" }).uncheck();
  await page.getByRole("checkbox", { name: "gone@group.example (no longer shared with you)" }).click();
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved.").waitFor();
  const put = testPage.preview.api.requests.find(({ method }) => method === "PUT");
  expect(put?.body).toMatchObject({ calendars: ["ada@acme.example"] });
});

test("says why an account's calendars cannot be shown, and tries again", async () => {
  testPage.preview.api.connections = [createConnection("calendar", "calendar-ada")];
  const route = "GET /api/v2/calendar/calendars";
  testPage.preview.api.replies.set(route, createProblemReply(503, "provider_unavailable", "No answer"));
  const page = await testPage.open();
  await page.getByText("Settings of Google Calendar").click();
  await page.getByRole("button", { name: "Retry" }).waitFor();
  testPage.preview.api.replies.delete(route);
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("checkbox", { name: "Projects" }).waitFor();
});
