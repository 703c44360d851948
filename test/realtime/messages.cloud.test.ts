// The messages that an open page may send.
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { dynamodb, tableName } from "../support/aws.ts";
import { spy } from "../support/spy.ts";
import { appendActivity, createFeedUser, type FeedUser, listRows, waitUntilPushed } from "./support/feed.ts";
import { openPage, waitQuietly } from "./support/socket.ts";

/** Appends activities and waits until the consumer has pushed them to an open page, so that a page opened later does not get them. */
async function appendActivities(user: FeedUser, count: number): Promise<void> {
  await openPage(user.person);
  for (let index = 1; index <= count; index++) await appendActivity(user, `number ${index}`);
  await waitUntilPushed(user, count);
}

const feedKey = ({ tenant, user }: FeedUser, sk: string) => ({
  pk: { S: `feed#${encodeURIComponent(tenant)}#${encodeURIComponent(user)}` },
  sk: { S: sk },
});

test("answers a heartbeat with the latest number", async () => {
  const user = createFeedUser();
  await appendActivities(user, 2);
  const page = await openPage(user.person);
  page.send({ action: "ping" });
  expect(await page.waitForMessages(1)).toEqual([{ type: "pong", seq: 2 }]);
});

test("asks AWS three times for a heartbeat", async () => {
  const page = await openPage(createFeedUser().person);
  const calls = await spy.during(async () => {
    page.send({ action: "ping" });
    await page.waitForMessages(1);
  }, "live-ping");
  expect(calls).toEqual(["dynamodb UpdateItem socketid#", "dynamodb GetItem feed#", "execute-api ManageConnections"]);
});

test("sends a page that was away the frames it missed, in order", async () => {
  const user = createFeedUser();
  const before = await openPage(user.person);
  await appendActivities(user, 3);
  await before.waitForMessages(3);
  await before.close();
  await appendActivity(user, "missed one");
  await appendActivity(user, "missed another");
  await waitUntilPushed(user, 5);
  const after = await openPage(user.person);
  after.send({ action: "resume", after: 3 });
  const frames = await after.waitForMessages(2);
  expect(frames.map(({ seq, data }) => [seq, data?.title])).toEqual([
    [4, "missed one"],
    [5, "missed another"],
  ]);
});

test("gives many missed frames in order", async () => {
  const user = createFeedUser();
  await openPage(user.person);
  await Promise.all(Array.from({ length: 120 }, (_, index) => appendActivity(user, `number ${index}`)));
  await waitUntilPushed(user, 120);
  const page = await openPage(user.person);
  page.send({ action: "resume", after: 0 });
  const frames = await page.waitForMessages(120);
  expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
});

test("says nothing to a page that missed nothing", async () => {
  const user = createFeedUser();
  await appendActivities(user, 1);
  const page = await openPage(user.person);
  page.send({ action: "resume", after: 1 });
  await waitQuietly();
  expect(page.messages).toEqual([]);
});

test("tells a page to reload when its last number was never assigned", async () => {
  const user = createFeedUser();
  await appendActivities(user, 1);
  const page = await openPage(user.person);
  page.send({ action: "resume", after: 7 });
  expect(await page.waitForMessages(1)).toEqual([{ type: "resync", seq: 1 }]);
});

test("tells a page to reload when a missed frame is older than a day, though the table still has it", async () => {
  const user = createFeedUser();
  await appendActivities(user, 3);
  await dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName("feed"),
      Key: feedKey(user, "frame#000000000000002"),
      UpdateExpression: "SET #ttl = :past",
      ExpressionAttributeNames: { "#ttl": "ttl" },
      ExpressionAttributeValues: { ":past": { N: String(Math.floor(Date.now() / 1000) - 1) } },
    }),
  );
  const page = await openPage(user.person);
  page.send({ action: "resume", after: 1 });
  expect(await page.waitForMessages(1)).toEqual([{ type: "resync", seq: 3 }]);
  page.send({ action: "resume", after: 2 });
  expect((await page.waitForMessages(2))[1]).toMatchObject({ seq: 3, type: "activity" });
});

test("tells a page to reload after more than five hundred missed frames", async () => {
  const user = createFeedUser();
  const Item = { ...feedKey(user, "head"), seq: { N: "501" } };
  await dynamodb().send(new PutItemCommand({ TableName: tableName("feed"), Item }));
  const page = await openPage(user.person);
  page.send({ action: "resume", after: 0 });
  expect(await page.waitForMessages(1)).toEqual([{ type: "resync", seq: 501 }]);
});

test.each([{}, { after: -1 }, { after: 1.5 }, { after: "1" }, { after: null }, { after: 1e300 }])(
  "refuses to resume with %j",
  async (asked) => {
    const page = await openPage(createFeedUser().person);
    page.send({ action: "resume", ...asked });
    expect(await page.waitForMessages(1)).toEqual([{ type: "error", code: "invalid_request" }]);
  },
);

test("gives a page its own user's frames, whatever its message names", async () => {
  const [user, other] = [createFeedUser(), createFeedUser()];
  await appendActivities(other, 2);
  const [socket] = await openPage(other.person).then(() => listRows("socket", other));
  const page = await openPage(user.person);
  const named = { tenant: other.tenant, user: other.user, connectionId: socket?.id, id: socket?.id };
  page.send({ action: "resume", after: 0, ...named });
  page.send({ action: "ping", ...named });
  expect(await page.waitForMessages(1)).toEqual([{ type: "pong", seq: 0 }]);
});

test.each(["unknown", "$default", "Ping", "", "sendMessage"])("does not know the action %j", async (action) => {
  const page = await openPage(createFeedUser().person);
  page.send({ action });
  expect(await page.waitForMessages(1)).toEqual([{ type: "error", code: "unknown_action" }]);
});

test.each(["$connect", "$disconnect"])("does nothing for a message that claims to be %s", async (action) => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  page.send({ action });
  await waitQuietly();
  expect(page.isClosed()).toBe(false);
  expect(await listRows("socket", user)).toHaveLength(1);
});

test.each<[string, string]>([
  ["no JSON", "ping"],
  ["an array", "[]"],
  ["a string", '"ping"'],
  ["null", "null"],
  ["nothing", ""],
  ["more than 128 kB", JSON.stringify({ action: "ping", pad: "x".repeat(128 * 1024) })],
])("closes a socket that sends %s", async (_, text) => {
  const page = await openPage(createFeedUser().person);
  page.send(text);
  await expect.poll(page.isClosed).toBe(true);
  expect(page.messages).toEqual([]);
});

test("closes a socket that floods us, and only that one", async () => {
  const user = createFeedUser();
  const [flooding, calm] = [await openPage(user.person), await openPage(user.person)];
  for (let times = 0; times < 80; times += 1) flooding.send({ action: "ping" });
  await expect.poll(flooding.isClosed).toBe(true);
  expect(flooding.messages.length).toBeLessThan(75);
  calm.send({ action: "ping" });
  expect(await calm.waitForMessages(1)).toEqual([{ type: "pong", seq: 0 }]);
});
