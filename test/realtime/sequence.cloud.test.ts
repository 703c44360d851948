// Exactly once, although the stream delivers at least once and its consumer may die anywhere.
import { expect, test } from "vitest";
import { spy } from "../support/spy.ts";
import { appendActivity, appendConnectionChange, createFeedUser, listRows, waitUntilPushed } from "./support/feed.ts";
import { redeliverRows } from "./support/invoke.ts";
import { openPage, waitQuietly } from "./support/socket.ts";

const { markPushed } = await import("../../lib/store/feed.ts");

const lambda = "sequence-feed";

test("ignores repeated records", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  await Promise.all(["a", "b", "c"].map((title) => appendActivity(user, title)));
  await page.waitForMessages(3);
  await waitUntilPushed(user, 3);
  const before = [await listRows("feed", user), await listRows("activity", user)];
  const outbox = await listRows("outbox", user);
  await Promise.all([redeliverRows(outbox), redeliverRows(outbox.slice(1))]);
  await waitQuietly();
  expect([await listRows("feed", user), await listRows("activity", user)]).toEqual(before);
  expect(page.messages).toHaveLength(3);
});

test("numbers a record once when two consumers get it at once", async () => {
  const user = createFeedUser();
  const titles = Array.from({ length: 20 }, (_, index) => `number ${index}`);
  await Promise.all(titles.map((title) => appendActivity(user, title)));
  const outbox = await listRows("outbox", user);
  await Promise.all([1, 2, 3].map(() => redeliverRows(outbox)));
  await expect.poll(async () => (await listRows("activity", user)).length).toBe(20);
  await waitQuietly();
  const numbers = (await listRows("outbox", user)).map(({ seq }) => Number(seq)).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test("ignores a record that comes twice at once", async () => {
  const user = createFeedUser();
  await appendActivity(user, "once");
  await expect.poll(async () => (await listRows("activity", user)).length).toBe(1);
  const [row] = await listRows("outbox", user);
  expect((await redeliverRows([{ ...row }, { ...row }])).failed).toBe(false);
  expect(await listRows("activity", user)).toHaveLength(1);
});

test("ignores a record whose row is gone", async () => {
  const user = createFeedUser();
  await appendActivity(user, "kept");
  await expect.poll(async () => (await listRows("activity", user)).length).toBe(1);
  const [row] = await listRows("outbox", user);
  expect((await redeliverRows([{ ...row, sk: "activity#never" }])).failed).toBe(false);
  expect(await listRows("activity", user)).toHaveLength(1);
});

test("counts a record that nobody can read instead of stopping at it", async () => {
  const user = createFeedUser();
  await appendActivity(user, "first");
  await expect.poll(async () => (await listRows("activity", user)).length).toBe(1);
  const [row] = await listRows("outbox", user);
  const odd = [
    { ...row, type: "gossip" },
    { ...row, data: "none" },
  ];
  expect((await redeliverRows(odd)).failed).toBe(false);
  await expect.poll(async () => (await redeliverRows(odd)).log).toContain('"RowUnreadable":1');
});

test.each([
  ["before it has numbered", "TransactWriteItems", "feed"],
  ["before it has read the number", "GetItem", "feed"],
  ["between numbering and pushing", "Query", "socket"],
])("tells once and all the same when it fails %s", async (_, operation, kind) => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  const keyPrefix = `${kind}#${encodeURIComponent(user.tenant)}#${user.user}`;
  await spy.breakNext({ service: "dynamodb", operation, keyPrefix, lambda, action: "error500", times: 3 });
  await appendActivity(user, "first");
  await appendActivity(user, "second");
  const frames = await page.waitForMessages(2);
  await waitQuietly();
  expect(frames.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("keeps a frame that a socket did not get for the page to ask for", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  await spy.breakNext({ service: "execute-api", lambda, action: "error500", times: 2 });
  await appendActivity(user, "lost on the way");
  await waitUntilPushed(user, 1);
  await waitQuietly();
  expect(page.messages).toEqual([]);
  page.send({ action: "ping" });
  expect(await page.waitForMessages(1)).toEqual([{ type: "pong", seq: 1 }]);
  page.send({ action: "resume", after: 0 });
  expect((await page.waitForMessages(2))[1]).toMatchObject({ seq: 1, type: "activity" });
});

test("tells a connection that comes back after its loss as recovered, and only then", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  const changes = ["connected", "reconnect_needed", "connected", "connected", "revoked", "connected", "disconnected"];
  for (const [index, change] of [...changes, "connected"].entries()) {
    await appendConnectionChange(user, "connection-1", change);
    await page.waitForMessages(index + 1);
  }
  expect(page.messages.map(({ data }) => data?.change)).toEqual([
    "connected",
    "reconnect_needed",
    "recovered",
    "connected",
    "revoked",
    "recovered",
    "disconnected",
    "connected",
  ]);
});

test("knows one connection's loss from another's, and one user's from another's", async () => {
  const [user, other] = [createFeedUser(), createFeedUser()];
  const pages = await Promise.all([openPage(user.person), openPage(other.person)]);
  await appendConnectionChange(user, "connection-1", "reconnect_needed");
  await pages[0].waitForMessages(1);
  await appendConnectionChange(user, "connection-2", "connected");
  await appendConnectionChange(other, "connection-1", "connected");
  expect((await pages[0].waitForMessages(2))[1]?.data?.change).toBe("connected");
  expect((await pages[1].waitForMessages(1))[0]?.data?.change).toBe("connected");
});

test("queues a new connection for its channels, and again when the queue did not answer", async () => {
  const [user, earlier] = [createFeedUser(), createFeedUser()];
  // The consumer processes batches in order, so the connections of earlier tests are queued by then.
  await appendActivity(earlier, "first");
  await expect.poll(async () => (await listRows("activity", earlier)).length).toBe(1);
  await spy.breakNext({ service: "sqs", lambda, action: "error500", times: 3 });
  const listSentMessages = async () =>
    (await spy.calls()).filter((call) => call.service === "sqs" && call.lambda?.includes(lambda));
  const before = (await listSentMessages()).length;
  await appendConnectionChange(user, "connection-1", "connected");
  // The SDK client's three attempts count as one.
  await expect.poll(async () => (await listSentMessages()).length - before).toBe(2);
  await waitQuietly();
  expect((await listRows("feed", user)).map(({ sk }) => sk)).toEqual(["frame#000000000000001", "head"]);
});

test("leaves nothing of a feed that was deleted during a push", async () => {
  const user = createFeedUser();
  await markPushed(user, 3);
  expect(await listRows("feed", user)).toEqual([]);
});
