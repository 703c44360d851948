// DELETE /api/v1/activity/{id}.
import { expect, test } from "vitest";
import { appendActivity, createFeedUser, type FeedUser, listRows } from "../realtime/support/feed.ts";
import { openPage } from "../realtime/support/socket.ts";
import { asUser, type Browser } from "../support/api.ts";
import { spy } from "../support/spy.ts";

/** A user with activities of these titles, numbered from 1. */
async function createUserWithActivities(...titles: readonly string[]): Promise<FeedUser & { browser: Browser }> {
  const user = createFeedUser();
  for (const title of titles) await appendActivity(user, title);
  await expect.poll(async () => (await listRows("activity", user)).length).toBe(titles.length);
  return { ...user, browser: await asUser(user.person) };
}

const remove = (browser: Browser, id: string) => browser.request(`/api/v1/activity/${id}`, { method: "DELETE" });

const listTitles = async (browser: Browser) =>
  (Object((await browser.get("/api/v1/activity")).json).items as { title: string }[]).map(({ title }) => title);

/** Everything that is stored for a user's feed, as text. */
const readStoredText = async (user: FeedUser) =>
  JSON.stringify(await Promise.all(["activity", "feed", "outbox"].map((kind) => listRows(kind, user))));

test("deletes an activity, and leaves its text in no row", async () => {
  const { browser, ...user } = await createUserWithActivities("the first", "the second");
  const [, second] = (await listRows("activity", user)).map(({ title }) => title);
  expect(second).toBe("the second");
  const { status, text } = await remove(browser, "2");
  expect([status, text]).toEqual([204, ""]);
  expect(await listTitles(browser)).toEqual(["the first"]);
  const stored = await readStoredText(user);
  expect(stored).toContain("about the first");
  expect(stored).not.toContain("about the second");
});

test("does not send a deleted activity to a page that comes back", async () => {
  const { browser, person } = await createUserWithActivities("a", "b");
  await remove(browser, "2");
  const page = await openPage(person);
  page.send({ action: "resume", after: 0 });
  expect(await page.waitForMessages(1)).toEqual([{ type: "resync", seq: 2 }]);
});

test("does not publish a deleted activity again when its event is repeated", async () => {
  const { browser, ...user } = await createUserWithActivities("once");
  await remove(browser, "1");
  expect(await appendActivity(user, "once")).toBe(false);
});

test("answers a second deletion, another user's activity and none in the same words", async () => {
  const { browser } = await createUserWithActivities("mine");
  const stranger = await asUser(createFeedUser().person);
  expect((await remove(stranger, "1")).status).toBe(404);
  expect(await listTitles(browser)).toEqual(["mine"]);
  await remove(browser, "1");
  for (const id of ["1", "99", "0", "x", "000000000000001"]) {
    const { status, json } = await remove(browser, id);
    expect([status, json]).toEqual([404, expect.objectContaining({ code: "not_found" })]);
  }
});

test("counts deleting against the user's writes, and makes four calls for it", async () => {
  const { browser } = await createUserWithActivities("a");
  let limit: string | null = null;
  const calls = await spy.during(async () => {
    limit = (await remove(browser, "1")).headers.get("ratelimit-limit");
  }, "activity-delete");
  expect(limit).toBe("60");
  expect(calls.toSorted()).toEqual([
    "dynamodb DeleteItem activity#",
    "dynamodb DeleteItem feed#",
    "dynamodb GetItem activity#",
    "dynamodb UpdateItem counter#",
    "dynamodb UpdateItem outbox#",
  ]);
});
