import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { createActivity, createManyActivities } from "./canned-activity.ts";
import { createProblemReply } from "./canned-api.ts";
import { createManyConnections } from "./canned-data.ts";
import { hasFocus, watchForText } from "./panel-page.ts";
import { openWithSocket } from "./socket-server.ts";
import { useTestPage } from "./test-page.ts";

const testPage = await useTestPage();
beforeEach(() => {
  testPage.preview.api.connections = createManyConnections();
  testPage.preview.api.activity = createManyActivities();
});

const openPage = () => openWithSocket(testPage);

const readTitles = (page: Page) => page.locator(".activity-title").allInnerTexts();

test("shows activities with action items and due dates, and links to the source only by https", async () => {
  const { page } = await openPage();
  expect(await readTitles(page)).toEqual(["Ben in #design-reviews", "Invoice 1042", "Quarterly planning"]);
  await page.getByText("could you review the pricing page by Friday? (Ada, by 27 Nov 2026)").waitFor();
  const links = await page.locator(".activity-title a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  expect(links).toEqual(["https://acme.slack.example/p12", "https://acme.slack.example/p11"]);
});

test("asks for frames after the newest item and puts new items on top", async () => {
  const { page, server } = await openPage();
  await expect.poll(() => server.sockets[0]?.received).toEqual([{ action: "resume", after: 12 }]);
  server.sendFrame(13);
  await page.getByText("Message 13").waitFor();
  expect((await readTitles(page))[0]).toBe("Message 13");
});

test("shows an item once when it arrives five times", async () => {
  const { page, server } = await openPage();
  for (let times = 0; times < 5; times += 1) server.sendFrame(13);
  server.sendFrame(14);
  await page.getByText("Message 14").waitFor();
  expect((await readTitles(page)).slice(0, 3)).toEqual(["Message 14", "Message 13", "Ben in #design-reviews"]);
});

test("reopens a dropped socket and asks for the missed frames", async () => {
  const { page, server } = await openPage();
  server.sendFrame(13);
  await page.getByText("Message 13").waitFor();
  const offline = await watchForText(page, "Offline, trying again");
  await server.sockets[0]?.socket.close();
  await offline();
  await expect.poll(() => server.sockets[1]?.received).toEqual([{ action: "resume", after: 13 }]);
  server.sendFrame(14);
  await page.getByText("Message 14").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
});

test("reloads the list of accounts when a connection changes", async () => {
  const { page, server } = await openPage();
  const github = testPage.preview.api.connections.find(({ id }) => id === "github-ada");
  Object.assign(github ?? {}, { status: "connected", connected: true });
  server.sendFrame(13, { id: "github-ada", change: "recovered" }, "connection.changed");
  await expect.poll(() => page.locator("[data-provider=github] .pill").innerText()).toBe("Connected");
});

test("reloads everything when too much was missed", async () => {
  const { page, server } = await openPage();
  testPage.preview.api.activity = [createActivity(900)];
  server.sockets[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  await page.getByText("Message 900").waitFor();
  expect(await readTitles(page)).toEqual(["Message 900"]);
});

test("offers the token as a subprotocol and never in the address", async () => {
  const { server } = await openPage();
  expect(server.sockets.map(({ socket }) => socket.url())).toEqual([
    `${testPage.preview.origin.replace("http", "ws")}/live`,
  ]);
});

test("marks an item as done, and shows the failure to do so", async () => {
  const { page } = await openPage();
  const box = page.locator("[data-activity='12'] input");
  testPage.preview.api.replies.set(
    "PATCH /api/v1/activity/12",
    createProblemReply(503, "provider_unavailable", "Try again"),
  );
  await box.click();
  await page.locator("[data-activity='12']").getByRole("alert").waitFor();
  testPage.preview.api.replies.set("PATCH /api/v1/activity/12", { body: {} });
  await box.click();
  await page.locator("[data-activity='12'] .done").waitFor();
  expect(testPage.preview.api.requests.at(-1)?.body).toEqual({ done: true });
});

test("shows older items on request", async () => {
  testPage.preview.api.activity = Array.from({ length: 25 }, (_, index) => createActivity(25 - index));
  const { page } = await openPage();
  expect(await page.locator("[data-activity]").count()).toBe(20);
  await page.getByRole("button", { name: "Show older" }).click();
  await expect.poll(() => page.locator("[data-activity]").count()).toBe(25);
  expect(await page.getByRole("button", { name: "Show older" }).count()).toBe(0);
});

test("says so when nothing has happened yet, and when the list cannot be read", async () => {
  testPage.preview.api.activity = [];
  const { page } = await openPage();
  await page.getByText("Nothing has happened yet").waitFor();
  testPage.preview.api.replies.set(
    "GET /api/v1/activity",
    createProblemReply(503, "provider_unavailable", "The store is busy"),
  );
  await page.reload();
  await page.getByText("The store is busy").first().waitFor();
});

const createLateReply = (items: unknown[], nextPageToken?: string) => ({
  delayMs: 800,
  body: { items, nextPageToken },
});

test("keeps items that arrive while older ones are loaded", async () => {
  testPage.preview.api.activity = Array.from({ length: 25 }, (_, index) => createActivity(25 - index));
  const { page, server } = await openPage();
  testPage.preview.api.replies.set("GET /api/v1/activity", createLateReply([createActivity(5)]));
  await page.getByRole("button", { name: "Show older" }).click();
  server.sendFrame(26);
  await page.locator("[data-activity='5']").waitFor();
  expect((await readTitles(page)).slice(0, 2)).toEqual(["Message 26", "Message 25"]);
});

test("keeps items that arrive while everything is reloaded", async () => {
  const { page, server } = await openPage();
  testPage.preview.api.replies.set("GET /api/v1/activity", createLateReply([createActivity(900)]));
  server.sockets[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  server.sendFrame(901);
  await page.getByText("Message 900").waitFor();
  await expect.poll(() => readTitles(page)).toEqual(["Message 901", "Message 900"]);
});

test("reloads the accounts too when too much was missed", async () => {
  const { page, server } = await openPage();
  const github = testPage.preview.api.connections.find(({ id }) => id === "github-ada");
  Object.assign(github ?? {}, { status: "connected", connected: true });
  server.sockets[0]?.socket.send(JSON.stringify({ type: "resync", seq: 900 }));
  await expect.poll(() => page.locator("[data-provider=github] .pill").innerText()).toBe("Connected");
});

const countListings = () => testPage.preview.api.requests.filter(({ path }) => path === "/api/integrations").length;

test("reloads the accounts a few times at most for a hundred changes", async () => {
  const { page, server } = await openPage();
  const before = countListings();
  for (let seq = 13; seq < 113; seq += 1) server.sendFrame(seq, { id: "github-ada" }, "channel.changed");
  server.sendFrame(113);
  await page.getByText("Message 113").waitFor();
  await expect.poll(countListings).toBeGreaterThan(before);
  expect(countListings()).toBeLessThan(before + 5);
});

test("keeps the page when the accounts cannot be reloaded, and says so", async () => {
  const { page, server } = await openPage();
  testPage.preview.api.replies.set(
    "GET /api/integrations",
    createProblemReply(503, "provider_unavailable", "The store is busy"),
  );
  server.sendFrame(13, { id: "github-ada", change: "recovered" }, "connection.changed");
  await page.getByText("The store is busy").first().waitFor();
  server.sendFrame(14);
  await page.getByText("Message 14").waitFor();
  expect(server.sockets).toHaveLength(1);
});

test("asks to sign in again when the session has ended and the socket with it", async () => {
  const { page, server } = await openPage();
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem("patchbay.session") ?? "{}");
    sessionStorage.setItem("patchbay.session", JSON.stringify({ ...session, expiresAt: Date.now() - 1 }));
  });
  await server.sockets[0]?.socket.close();
  await page.getByText("Your session has ended").waitFor();
  expect(server.sockets).toHaveLength(1);
});

test("reopens a socket that answers no heartbeat", async () => {
  const { page, server } = await openPage();
  await page.clock.install();
  await page.reload();
  await expect.poll(() => server.sockets.length).toBe(2);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.clock.runFor(5 * 60_000);
  await expect.poll(() => server.sockets.length).toBeGreaterThan(2);
  expect(server.sockets[1]?.received).toContainEqual({ action: "ping" });
});

test("announces how many items are new, and does not read the list aloud", async () => {
  const { page, server } = await openPage();
  server.sendFrame(13);
  server.sendFrame(14);
  await page.getByText("2 new activities since you came").waitFor();
  expect(await page.locator(".activity-list").evaluate((list) => list.closest("[aria-live]"))).toBeNull();
});

test("deletes one activity after it asked, by keyboard alone", async () => {
  const { page } = await openPage();
  const item = page.locator("[data-activity='11']");
  await item.getByRole("button", { name: "Delete Invoice 1042" }).focus();
  await page.keyboard.press("Enter");
  const question = item.getByRole("group", { name: "Delete it for good? Invoice 1042" });
  const isAsked = () => expect.poll(() => hasFocus(question.getByRole("button", { name: "Keep" }))).toBe(true);
  await isAsked();
  await page.keyboard.press("Escape");
  await expect.poll(() => hasFocus(item.getByRole("button", { name: "Delete Invoice 1042" }))).toBe(true);
  expect(testPage.preview.api.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  await page.keyboard.press("Enter");
  await isAsked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await item.waitFor({ state: "detached" });
  await page.getByText("Invoice 1042 is deleted.").waitFor({ state: "attached" });
  await expect.poll(() => hasFocus(page.getByRole("heading", { name: "Activity" }))).toBe(true);
  const [request] = testPage.preview.api.requests.filter(({ method }) => method === "DELETE");
  expect(request?.path).toBe("/api/v1/activity/11");
  expect(await readTitles(page)).toEqual(["Ben in #design-reviews", "Quarterly planning"]);
});

test("keeps an activity that could not be deleted, and drops one that is gone already", async () => {
  const { page } = await openPage();
  const route = "DELETE /api/v1/activity/11";
  testPage.preview.api.replies.set(route, createProblemReply(503, "provider_unavailable", "A service did not answer"));
  const item = page.locator("[data-activity='11']");
  await item.getByRole("button", { name: "Delete Invoice 1042" }).click();
  await item.getByRole("button", { name: "Delete", exact: true }).click();
  await item.getByText("A service did not answer").waitFor();
  testPage.preview.api.replies.set(route, createProblemReply(404, "not_found", "There is nothing here"));
  await item.getByRole("button", { name: "Delete", exact: true }).click();
  await item.waitFor({ state: "detached" });
});

test("drops the activity of an account that is disconnected elsewhere", async () => {
  const { page, server } = await openPage();
  testPage.preview.api.activity = testPage.preview.api.activity.filter(({ provider }) => provider !== "gmail");
  server.sendFrame(13, { id: "gmail-ada", change: "disconnected" }, "connection.changed");
  await expect.poll(() => readTitles(page)).toEqual(["Ben in #design-reviews", "Quarterly planning"]);
});
