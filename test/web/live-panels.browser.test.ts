import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { createActivity } from "./canned-activity.ts";
import { createConnection } from "./canned-data.ts";
import { listRequests } from "./panel-page.ts";
import { useTestPage } from "./test-page.ts";

const desk = await useTestPage();

type Send = (seq: number, type: string, data: Record<string, unknown>) => void;

/** Two mailboxes, the first one's panel open, and the far end of the socket. */
async function openMailbox(): Promise<{ page: Page; send: Send }> {
  desk.preview.api.connections = [createConnection("gmail", "gmail-ada"), createConnection("gmail", "gmail-ben")];
  let send: Send = () => {};
  const page = await desk.open("", {}, (context) =>
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

const countListings = () => listRequests(desk, "GET", "/api/v2/gmail/messages").length;
const mail = (seq: number, connectionId: string) =>
  createActivity(seq, { provider: "gmail", kind: "mail", connectionId });

test("reads an open panel anew when something happens in its account", async () => {
  const { page, send } = await openMailbox();
  const [first] = desk.preview.api.holdings.mails;
  if (first) desk.preview.api.holdings.mails.unshift({ ...first, id: "m0", subject: "Just arrived" });
  send(1, "activity", mail(1, "gmail-ada"));
  await page.getByText("Just arrived").waitFor();
});

test("asks a few times at most for hundreds of news, and not for another account's", async () => {
  const { page, send } = await openMailbox();
  const before = countListings();
  for (let seq = 1; seq <= 100; seq += 1) send(seq, "activity", mail(seq, "gmail-ben"));
  await page.getByText("Message 100", { exact: true }).waitFor();
  expect(countListings()).toBe(before);
  for (let seq = 101; seq <= 300; seq += 1) send(seq, "activity", mail(seq, "gmail-ada"));
  await page.getByText("Message 300", { exact: true }).waitFor();
  await expect.poll(countListings).toBeGreaterThan(before);
  expect(countListings()).toBeLessThan(before + 3);
});

test("does not read an account that was just disconnected", async () => {
  const { page, send } = await openMailbox();
  const before = countListings();
  const overviews = listRequests(desk, "GET", "/api/integrations").length;
  send(1, "connection.changed", { id: "gmail-ada", change: "disconnected" });
  await expect.poll(() => listRequests(desk, "GET", "/api/integrations").length).toBeGreaterThan(overviews);
  await page.waitForTimeout(200);
  expect(countListings()).toBe(before);
});

test("reads a closed panel anew when it is opened again", async () => {
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
