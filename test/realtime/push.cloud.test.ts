import { expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { appendActivity, createFeedUser, listRows, waitUntilPushed } from "./support/feed.ts";
import { openPage, waitQuietly } from "./support/socket.ts";

test("tells an open page of an activity, numbered, within a second", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  const begun = performance.now();
  await appendActivity(user, "first");
  const [frame] = await page.waitForMessages(1);
  expect(frame).toEqual({
    seq: 1,
    type: "activity",
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    data: expect.objectContaining({ id: "1", seq: 1, title: "first", done: false, provider: "slack" }),
  });
  console.log(`announce → frame: ${Math.round((page.arrivals[0] ?? 0) - begun)} ms`);
});

test("tells both pages of a user, and nobody else's", async () => {
  const [user, other] = [createFeedUser(), createFeedUser()];
  const pages = await Promise.all([openPage(user.person), openPage(user.person)]);
  const stranger = await openPage(other.person);
  await appendActivity(user, "first");
  for (const page of pages) expect((await page.waitForMessages(1)).map(({ seq }) => seq)).toEqual([1]);
  await waitQuietly();
  expect(stranger.messages).toEqual([]);
});

test("treats the same user name in two tenants as two users", async () => {
  const user = createFeedUser();
  const namesake = await openPage({ ...user.person, org: "globex" });
  const page = await openPage(user.person);
  await appendActivity(user, "first");
  await page.waitForMessages(1);
  await waitQuietly();
  expect(namesake.messages).toEqual([]);
});

test("numbers fifty announcements made at once without a gap, and pushes them in order", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  const titles = Array.from({ length: 50 }, (_, index) => `one of fifty: ${index}`);
  const begun = performance.now();
  await Promise.all(titles.map((title) => appendActivity(user, title)));
  const frames = await page.waitForMessages(50);
  console.log(`50 announcements → 50 frames: ${Math.round((page.arrivals[49] ?? 0) - begun)} ms`);
  await waitQuietly();
  expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(frames.map(({ data }) => data?.title))).toEqual(new Set(titles));
  expect(await listRows("activity", user)).toHaveLength(50);
});

test("pushes a message that is announced twice only once", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  expect([await appendActivity(user, "same"), await appendActivity(user, "same")]).toEqual([true, false]);
  await page.waitForMessages(1);
  await waitQuietly();
  expect(page.messages).toHaveLength(1);
});

test("asks AWS five times for an announcement to one page", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  // The consumer processes batches in order, so those of earlier tests are done by then.
  await appendActivity(user, "first");
  await waitUntilPushed(user, 1);
  const calls = await spy.during(async () => {
    await appendActivity(user, "second");
    await page.waitForMessages(2);
    await waitUntilPushed(user, 2);
    await waitQuietly();
  }, "sequence-feed");
  expect(calls).toEqual([
    "dynamodb GetItem feed#",
    "dynamodb TransactWriteItems feed# outbox# feed# activity#",
    "dynamodb Query socket#",
    "execute-api ManageConnections",
    "dynamodb UpdateItem feed#",
  ]);
});
