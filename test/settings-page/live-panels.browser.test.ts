import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { deskOfFile } from "./browser.ts";
import { activity } from "./canned-activity.ts";
import { connection } from "./canned-data.ts";
import { askedFor } from "./panel-desk.ts";

const desk = await deskOfFile();

type Send = (seq: number, type: string, data: Record<string, unknown>) => void;

/** Two mailboxes, the first one's panel open, and the far end of the socket. */
async function openMailbox(): Promise<{ page: Page; send: Send }> {
  desk.preview.api.connections = [connection("gmail", "gmail-ada"), connection("gmail", "gmail-ben")];
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

const listed = () => askedFor(desk, "GET", "/api/v2/gmail/messages").length;
const mail = (seq: number, connectionId: string) => activity(seq, { provider: "gmail", kind: "mail", connectionId });

test("reads an open panel anew when something happens in its account", async () => {
  const { page, send } = await openMailbox();
  const [first] = desk.preview.api.holdings.mails;
  if (first) desk.preview.api.holdings.mails.unshift({ ...first, id: "m0", subject: "Just arrived" });
  send(1, "activity", mail(1, "gmail-ada"));
  await page.getByText("Just arrived").waitFor();
});

test("asks a few times at most for hundreds of news, and not for another account's", async () => {
  const { page, send } = await openMailbox();
  const before = listed();
  for (let seq = 1; seq <= 100; seq += 1) send(seq, "activity", mail(seq, "gmail-ben"));
  await page.getByText("Message 100", { exact: true }).waitFor();
  expect(listed()).toBe(before);
  for (let seq = 101; seq <= 300; seq += 1) send(seq, "activity", mail(seq, "gmail-ada"));
  await page.getByText("Message 300", { exact: true }).waitFor();
  await expect.poll(listed).toBeGreaterThan(before);
  expect(listed()).toBeLessThan(before + 3);
});

test("does not read an account that was just disconnected", async () => {
  const { page, send } = await openMailbox();
  const before = listed();
  const overviews = askedFor(desk, "GET", "/api/integrations").length;
  send(1, "connection.changed", { id: "gmail-ada", change: "disconnected" });
  await expect.poll(() => askedFor(desk, "GET", "/api/integrations").length).toBeGreaterThan(overviews);
  await page.waitForTimeout(200);
  expect(listed()).toBe(before);
});

test("reads a closed panel anew when it is opened again", async () => {
  const { page, send } = await openMailbox();
  const button = page.locator("[data-account=gmail-ada]").getByRole("button", { name: "Messages" });
  await button.click();
  const before = listed();
  send(1, "connection.changed", { id: "gmail-ada", change: "connected" });
  await page.waitForTimeout(300);
  expect(listed()).toBe(before);
  await button.click();
  await expect.poll(listed).toBe(before + 1);
});
