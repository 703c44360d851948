import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { createActivity } from "./canned-activity.ts";
import { createConnection } from "./canned-data.ts";
import { listRequests } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();

type Send = (seq: number, type: string, data: Record<string, unknown>) => void;

/** Opens the page with two mailboxes and the first one's panel. `send` sends a WebSocket frame to the page. */
async function openMailbox(): Promise<{ page: Page; send: Send }> {
  testPage.preview.api.connections = [createConnection("gmail", "gmail-ada"), createConnection("gmail", "gmail-ben")];
  let send: Send = () => {};
  const page = await testPage.open("", {}, (context) =>
    context.routeWebSocket(/\/live$/, (socket) => {
      socket.onMessage(() => {});
      send = (seq, type, data) => socket.send(JSON.stringify({ seq, type, at: new Date().toISOString(), data }));
    }),
  );
  await page.getByText("Live", { exact: true }).waitFor();
  await page.locator("[data-account=gmail-ada]").getByRole("button", { name: "Messages" }).click();
  await page.getByText("Pricing page").waitFor();
  return { page, send: (...frame) => send(...frame) };
}

const countListings = () => listRequests(testPage, "GET", "/api/v2/gmail/messages").length;
const createMailActivity = (seq: number, connectionId: string) =>
  createActivity(seq, { provider: "gmail", kind: "mail", connectionId });

test("reloads an open panel when something happens in its account", async () => {
  const { page, send } = await openMailbox();
  const [first] = testPage.preview.api.holdings.mails;
  if (first) testPage.preview.api.holdings.mails.unshift({ ...first, id: "m0", subject: "Just arrived" });
  send(1, "activity", createMailActivity(1, "gmail-ada"));
  await page.getByText("Just arrived").waitFor();
});

test("reloads a few times at most for hundreds of activities, and not for another account's", async () => {
  const { page, send } = await openMailbox();
  const before = countListings();
  for (let seq = 1; seq <= 100; seq += 1) send(seq, "activity", createMailActivity(seq, "gmail-ben"));
  await page.getByText("Message 100", { exact: true }).waitFor();
  expect(countListings()).toBe(before);
  for (let seq = 101; seq <= 300; seq += 1) send(seq, "activity", createMailActivity(seq, "gmail-ada"));
  await page.getByText("Message 300", { exact: true }).waitFor();
  await expect.poll(countListings).toBeGreaterThan(before);
  expect(countListings()).toBeLessThan(before + 3);
});

test("does not load an account that was just disconnected", async () => {
  const { page, send } = await openMailbox();
  const before = countListings();
  const connectionListings = listRequests(testPage, "GET", "/api/integrations").length;
  send(1, "connection.changed", { id: "gmail-ada", change: "disconnected" });
  await expect
    .poll(() => listRequests(testPage, "GET", "/api/integrations").length)
    .toBeGreaterThan(connectionListings);
  await page.waitForTimeout(200);
  expect(countListings()).toBe(before);
});

test("reloads a closed panel when it is opened again", async () => {
  const { page, send } = await openMailbox();
  const button = page.locator("[data-account=gmail-ada]").getByRole("button", { name: "Messages" });
  await button.click();
  const before = countListings();
  send(1, "connection.changed", { id: "gmail-ada", change: "connected" });
  await page.waitForTimeout(300);
  expect(countListings()).toBe(before);
  await button.click();
  await expect.poll(countListings).toBe(before + 1);
});
