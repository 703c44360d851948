import { expect, test } from "vitest";
import { createProblemReply } from "./canned-api.ts";
import { listRequests, openPanel } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

const message = "/api/integrations/slack/message";

test("lists the channels, including private ones, and finds one by a part of its name", async () => {
  const { card } = await openPanel(testPage, "slack");
  await card.getByText("42 members").waitFor();
  expect(await card.locator(".row").count()).toBe(9);
  expect(listRequests(testPage, "GET", /channels$/)[0]?.query).toEqual({
    account: "slack-ada",
    includePrivate: "true",
  });
  await card.getByLabel("Find a channel").fill("#DES");
  expect(await card.locator(".row .row-text").allInnerTexts()).toEqual(["design-reviews"]);
  await card.getByLabel("Find a channel").fill("nowhere");
  await card.getByText("No channel is called “nowhere”").waitFor();
});

test("says how to get a channel where there is none", async () => {
  testPage.preview.api.holdings.channels = [];
  const { card } = await openPanel(testPage, "slack");
  await card.getByText("No channels here").waitFor();
  expect(await card.getByRole("button", { name: "Send a test message" }).getAttribute("aria-disabled")).toBe("true");
});

test("makes a channel the default and keeps the other settings", async () => {
  const { card } = await openPanel(testPage, "slack");
  await card.getByText("Default: #general").waitFor();
  await card.getByRole("button", { name: "Make default #design-reviews" }).click();
  await card.getByText("#design-reviews is now the default channel.").waitFor();
  await card.getByText("Default: #design-reviews").waitFor();
  expect(await card.locator(".row:has(.pill) .row-text").allInnerTexts()).toEqual(["design-reviews"]);
  expect(listRequests(testPage, "PUT", /settings/)[0]?.body).toMatchObject({
    defaultChannel: "C2",
    webhookEnabled: true,
    notificationPreferences: { activity: { message: "mentions" } },
  });
});

test("does not lose the default channel when the other settings are saved", async () => {
  const { card } = await openPanel(testPage, "slack");
  await card.getByText("Settings of Slack").click();
  await card.getByRole("button", { name: "Save settings" }).waitFor();
  await card.getByRole("button", { name: "Make default #random" }).click();
  await card.getByText("#random is now the default channel.").waitFor();
  await card.getByRole("button", { name: "Save settings" }).click();
  await card.getByText("Saved.").waitFor();
  expect(listRequests(testPage, "PUT", /settings/).at(-1)?.body).toMatchObject({ defaultChannel: "C6" });
});

test("asks for the channel before it sends, and sends once for a double click", async () => {
  const { page, card } = await openPanel(testPage, "slack");
  await card.getByText("Default: #general").waitFor();
  await card.getByRole("button", { name: "Send a test message" }).click();
  const dialog = page.getByRole("dialog", { name: "Send a test message" });
  expect(await dialog.getByLabel("Channel").inputValue()).toBe("C1");
  expect(await dialog.getByRole("option", { name: "#launch-2024" }).count()).toBe(0);
  await dialog.getByLabel("Channel").selectOption({ label: "#design-reviews" });
  testPage.preview.api.replies.set(`POST ${message}`, {
    delayMs: 300,
    body: { message: { ts: "1.1" }, accountId: "T1" },
  });
  await dialog.getByRole("button", { name: "Send message" }).dblclick();
  await card.getByRole("status").getByText("Sent to #design-reviews.").waitFor();
  expect(await dialog.count()).toBe(0);
  const sent = listRequests(testPage, "POST", message);
  expect(sent.map(({ query, body }) => [query, body])).toEqual([
    [{ account: "slack-ada" }, { channel: "C2", text: "Hello from Patchbay" }],
  ]);
  expect(sent[0]?.key).toMatch(/^[\w-]{36}$/);
});

test("does not send without a channel", async () => {
  testPage.preview.api.settings = { ...testPage.preview.api.settings, defaultChannel: undefined };
  const { page, card } = await openPanel(testPage, "slack");
  await card.getByText("No default channel yet").waitFor();
  await card.getByRole("button", { name: "Send a test message" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send message" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(listRequests(testPage, "POST", message)).toEqual([]);
});

test("says what a refused message means, stays open, and uses another key for another channel", async () => {
  const { page, card } = await openPanel(testPage, "slack");
  await card.getByText("Default: #general").waitFor();
  await card.getByRole("button", { name: "Send a test message" }).click();
  const dialog = page.getByRole("dialog");
  testPage.preview.api.replies.set(
    `POST ${message}`,
    createProblemReply(400, "invalid_request", "The request is not valid", {
      detail: "channel: the app is not in it.",
    }),
  );
  await dialog.getByRole("button", { name: "Send message" }).click();
  await dialog.getByText("channel: the app is not in it.").waitFor();
  testPage.preview.api.replies.clear();
  await dialog.getByLabel("Channel").selectOption({ label: "#random" });
  await dialog.getByRole("button", { name: "Send message" }).click();
  await card.getByText("Sent to #random.").waitFor();
  const keys = listRequests(testPage, "POST", message).map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
});
