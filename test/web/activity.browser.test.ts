import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { createActivity, createManyActivities } from "./canned-activity.ts";
import { problemReply } from "./canned-api.ts";
import { createManyConnections } from "./canned-data.ts";
import { watchForText } from "./panel-page.ts";
import { openWithSocket } from "./socket-server.ts";
import { useTestPage } from "./test-page.ts";

const desk = await useTestPage();
beforeEach(() => {
  desk.preview.api.connections = createManyConnections();
  desk.preview.api.activity = createManyActivities();
});

const withSocket = () => openWithSocket(desk);

const titles = (page: Page) => page.locator(".activity-title").allInnerTexts();

test("shows what happened, what is asked and by when, and links to the source only by https", async () => {
  const { page } = await withSocket();
  expect(await titles(page)).toEqual(["Ben in #design-reviews", "Invoice 1042", "Quarterly planning"]);
  await page.getByText("could you review the pricing page by Friday? (Ada, by 27 Nov 2026)").waitFor();
  const links = await page.locator(".activity-title a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  expect(links).toEqual(["https://acme.slack.example/p12", "https://acme.slack.example/p11"]);
});

test("asks for what came after the newest item, and puts what comes on top", async () => {
  const { page, far } = await withSocket();
  await expect.poll(() => far.opened[0]?.said).toEqual([{ action: "resume", after: 12 }]);
  far.frame(13);
  await page.getByText("Message 13").waitFor();
  expect((await titles(page))[0]).toBe("Message 13");
});

test("shows an item once, though it arrives five times", async () => {
  const { page, far } = await withSocket();
  for (let times = 0; times < 5; times += 1) far.frame(13);
  far.frame(14);
  await page.getByText("Message 14").waitFor();
  expect((await titles(page)).slice(0, 3)).toEqual(["Message 14", "Message 13", "Ben in #design-reviews"]);
});

test("opens a dropped socket again and asks for what it has missed", async () => {
  const { page, far } = await withSocket();
  far.frame(13);
  await page.getByText("Message 13").waitFor();
  const offline = await watchForText(page, "Offline, trying again");
  await far.opened[0]?.socket.close();
  await offline();
  await expect.poll(() => far.opened[1]?.said).toEqual([{ action: "resume", after: 13 }]);
  far.frame(14);
  await page.getByText("Message 14").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
});

test("reads the list of accounts anew when a connection changes", async () => {
  const { page, far } = await withSocket();
  const github = desk.preview.api.connections.find(({ id }) => id === "github-ada");
  Object.assign(github ?? {}, { status: "active", connected: true });
  far.frame(13, { id: "github-ada", change: "recovered" }, "connection.changed");
  await expect.poll(() => page.locator("[data-provider=github] .pill").innerText()).toBe("Connected");
});

test("reads everything anew when too much was missed", async () => {
  const { page, far } = await withSocket();
  desk.preview.api.activity = [createActivity(900)];
  far.opened[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  await page.getByText("Message 900").waitFor();
  expect(await titles(page)).toEqual(["Message 900"]);
});

test("offers the token as a subprotocol and never in the address", async () => {
  const { far } = await withSocket();
  expect(far.opened.map(({ socket }) => socket.url())).toEqual([`${desk.preview.origin.replace("http", "ws")}/live`]);
});

test("marks an item as done, and says so when that failed", async () => {
  const { page } = await withSocket();
  const box = page.locator("[data-activity='12'] input");
  desk.preview.api.replies.set("PATCH /api/v1/activity/12", problemReply(503, "provider_unavailable", "Try again"));
  await box.click();
  await page.locator("[data-activity='12']").getByRole("alert").waitFor();
  desk.preview.api.replies.set("PATCH /api/v1/activity/12", { body: {} });
  await box.click();
  await page.locator("[data-activity='12'] .done").waitFor();
  expect(desk.preview.api.asked.at(-1)?.body).toEqual({ done: true });
});

test("shows older items on request", async () => {
  desk.preview.api.activity = Array.from({ length: 25 }, (_, index) => createActivity(25 - index));
  const { page } = await withSocket();
  expect(await page.locator("[data-activity]").count()).toBe(20);
  await page.getByRole("button", { name: "Show older" }).click();
  await expect.poll(() => page.locator("[data-activity]").count()).toBe(25);
  expect(await page.getByRole("button", { name: "Show older" }).count()).toBe(0);
});

test("says so when nothing has happened yet, and when the list cannot be read", async () => {
  desk.preview.api.activity = [];
  const { page } = await withSocket();
  await page.getByText("Nothing has happened yet").waitFor();
  desk.preview.api.replies.set("GET /api/v1/activity", problemReply(503, "provider_unavailable", "The store is busy"));
  await page.reload();
  await page.getByText("The store is busy").first().waitFor();
});

const lateAnswer = (items: unknown[], nextPageToken?: string) => ({ delayMs: 800, body: { items, nextPageToken } });

test("keeps what comes while older items are read", async () => {
  desk.preview.api.activity = Array.from({ length: 25 }, (_, index) => createActivity(25 - index));
  const { page, far } = await withSocket();
  desk.preview.api.replies.set("GET /api/v1/activity", lateAnswer([createActivity(5)]));
  await page.getByRole("button", { name: "Show older" }).click();
  far.frame(26);
  await page.locator("[data-activity='5']").waitFor();
  expect((await titles(page)).slice(0, 2)).toEqual(["Message 26", "Message 25"]);
});

test("keeps what comes while everything is read anew", async () => {
  const { page, far } = await withSocket();
  desk.preview.api.replies.set("GET /api/v1/activity", lateAnswer([createActivity(900)]));
  far.opened[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  far.frame(901);
  await page.getByText("Message 900").waitFor();
  await expect.poll(() => titles(page)).toEqual(["Message 901", "Message 900"]);
});

test("reads the accounts anew too when too much was missed", async () => {
  const { page, far } = await withSocket();
  const github = desk.preview.api.connections.find(({ id }) => id === "github-ada");
  Object.assign(github ?? {}, { status: "active", connected: true });
  far.opened[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  await expect.poll(() => page.locator("[data-provider=github] .pill").innerText()).toBe("Connected");
});

const listings = () => desk.preview.api.asked.filter(({ path }) => path === "/api/integrations").length;

test("reads the accounts a few times at most for a hundred changes", async () => {
  const { page, far } = await withSocket();
  const before = listings();
  for (let seq = 13; seq < 113; seq += 1) far.frame(seq, { id: "github-ada" }, "channel.changed");
  far.frame(113);
  await page.getByText("Message 113").waitFor();
  await expect.poll(listings).toBeGreaterThan(before);
  expect(listings()).toBeLessThan(before + 5);
});

test("keeps the page when the accounts cannot be read anew, and says so", async () => {
  const { page, far } = await withSocket();
  desk.preview.api.replies.set("GET /api/integrations", problemReply(503, "provider_unavailable", "The store is busy"));
  far.frame(13, { id: "github-ada", change: "recovered" }, "connection.changed");
  await page.getByText("The store is busy").first().waitFor();
  far.frame(14);
  await page.getByText("Message 14").waitFor();
  expect(far.opened).toHaveLength(1);
});

test("asks to sign in again when the session has ended and the socket with it", async () => {
  const { page, far } = await withSocket();
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem("patchbay.session") ?? "{}");
    sessionStorage.setItem("patchbay.session", JSON.stringify({ ...session, expiresAt: Date.now() - 1 }));
  });
  await far.opened[0]?.socket.close();
  await page.getByText("Your session has ended").waitFor();
  expect(far.opened).toHaveLength(1);
});

test("gives up a socket that answers no heartbeat", async () => {
  const { page, far } = await withSocket();
  await page.clock.install();
  await page.reload();
  await expect.poll(() => far.opened.length).toBe(2);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.clock.runFor(5 * 60_000);
  await expect.poll(() => far.opened.length).toBeGreaterThan(2);
  expect(far.opened[1]?.said).toContainEqual({ action: "ping" });
});

test("tells how many are new and does not read the list aloud", async () => {
  const { page, far } = await withSocket();
  far.frame(13);
  far.frame(14);
  await page.getByText("2 new activities since you came").waitFor();
  expect(await page.locator(".activity-list").evaluate((list) => list.closest("[aria-live]"))).toBeNull();
});
