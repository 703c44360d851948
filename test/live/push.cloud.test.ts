import { expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { announceActivity, pushedUpTo, rowsOf, somebody } from "./support/feed.ts";
import { openPage, quiet } from "./support/socket.ts";

test("tells an open page of an activity, numbered, within a second", async () => {
  const user = somebody();
  const page = await openPage(user.person);
  const begun = performance.now();
  await announceActivity(user, "first");
  const [frame] = await page.received(1);
  expect(frame).toEqual({
    seq: 1,
    type: "activity",
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    data: expect.objectContaining({ id: "1", seq: 1, title: "first", done: false, provider: "slack" }),
  });
  console.log(`announce → frame: ${Math.round((page.arrivals[0] ?? 0) - begun)} ms`);
});

test("tells both pages of a user, and nobody else's", async () => {
  const [user, other] = [somebody(), somebody()];
  const pages = await Promise.all([openPage(user.person), openPage(user.person)]);
  const stranger = await openPage(other.person);
  await announceActivity(user, "first");
  for (const page of pages) expect((await page.received(1)).map(({ seq }) => seq)).toEqual([1]);
  await quiet();
  expect(stranger.messages).toEqual([]);
});

test("takes one user's name in two tenants for two users", async () => {
  const user = somebody();
  const namesake = await openPage({ ...user.person, org: "globex" });
  const page = await openPage(user.person);
  await announceActivity(user, "first");
  await page.received(1);
  await quiet();
  expect(namesake.messages).toEqual([]);
});

test("numbers fifty announcements made at once without a gap, and pushes them in order", async () => {
  const user = somebody();
  const page = await openPage(user.person);
  const titles = Array.from({ length: 50 }, (_, index) => `one of fifty: ${index}`);
  const begun = performance.now();
  await Promise.all(titles.map((title) => announceActivity(user, title)));
  const frames = await page.received(50);
  console.log(`50 announcements → 50 frames: ${Math.round((page.arrivals[49] ?? 0) - begun)} ms`);
  await quiet();
  expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(frames.map(({ data }) => data?.title))).toEqual(new Set(titles));
  expect(await rowsOf("activity", user)).toHaveLength(50);
});

test("tells what is announced twice once", async () => {
  const user = somebody();
  const page = await openPage(user.person);
  expect([await announceActivity(user, "same"), await announceActivity(user, "same")]).toEqual([true, false]);
  await page.received(1);
  await quiet();
  expect(page.messages).toHaveLength(1);
});

test("asks AWS five times for an announcement to one page", async () => {
  const user = somebody();
  const page = await openPage(user.person);
  // The consumer takes one batch after the other: it is done with those of earlier tests then.
  await announceActivity(user, "first");
  await pushedUpTo(user, 1);
  const calls = await spy.during(async () => {
    await announceActivity(user, "second");
    await page.received(2);
    await pushedUpTo(user, 2);
    await quiet();
  }, "sequence-feed");
  expect(calls).toEqual([
    "dynamodb GetItem feed#",
    "dynamodb TransactWriteItems feed# outbox# feed# activity#",
    "dynamodb Query socket#",
    "execute-api ManageConnections",
    "dynamodb UpdateItem feed#",
  ]);
});
