// The end of a socket, and the removal of its row.

import { setTimeout as wait } from "node:timers/promises";
import { PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { key } from "../../lib/store/table.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { spy } from "../support/spy.ts";
import { appendActivity, createFeedUser, type FeedUser, listRows } from "./support/feed.ts";
import { openPage, waitQuietly } from "./support/socket.ts";

/** Expires a user's sockets directly, since a short-lived token could expire before its socket opens. */
async function expire(user: FeedUser): Promise<void> {
  const ids = (await listRows("socket", user)).map(({ id }) => String(id));
  for (const Key of ids.flatMap((id) => [key.socket(user, id), key.socketId(id)])) {
    await dynamodb().send(
      new UpdateItemCommand({
        TableName: tableName("transient"),
        Key,
        UpdateExpression: "SET expiresAt = :past",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":past": { N: String(Math.floor(Date.now() / 1000) - 1) } },
      }),
    );
  }
}

/** A socket that API Gateway does not know. */
async function putGhost({ tenant, user }: FeedUser, connectedSecondsAgo: number): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const pk = `socket#${encodeURIComponent(tenant)}#${encodeURIComponent(user)}`;
  const times = { connectedAt: now - connectedSecondsAgo, expiresAt: now + 600, ttl: now + 600 };
  const Item = marshall({ pk, sk: "ghost", id: "ghost", tenant, user, ...times });
  await dynamodb().send(new PutItemCommand({ TableName: tableName("transient"), Item }));
}

test("closes an expired socket instead of sending to it", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  await expire(user);
  await appendActivity(user, "too late");
  await expect.poll(page.isClosed).toBe(true);
  expect(page.messages).toEqual([]);
  await expect.poll(() => listRows("socket", user)).toEqual([]);
});

test.each([{ action: "ping" }, { action: "resume", after: 0 }, { action: "anything" }])(
  "closes a socket that has expired when it sends %j",
  async (message) => {
    const user = createFeedUser();
    const page = await openPage(user.person);
    await appendActivity(user, "in time");
    await page.waitForMessages(1);
    await expire(user);
    page.send(message);
    await expect.poll(page.isClosed).toBe(true);
    expect(page.messages).toHaveLength(1);
  },
);

test("forgets a socket that its page closes", async () => {
  const user = createFeedUser();
  const page = await openPage(user.person);
  expect(await listRows("socket", user)).toHaveLength(1);
  await page.close();
  await expect.poll(() => listRows("socket", user)).toEqual([]);
});

test("deletes a socket that is gone after one attempt", async () => {
  const user = createFeedUser();
  await putGhost(user, 60);
  const page = await openPage(user.person);
  const calls = await spy.during(async () => {
    await appendActivity(user, "first");
    await page.waitForMessages(1);
    await expect.poll(async () => (await listRows("socket", user)).map(({ id }) => id)).not.toContain("ghost");
    await waitQuietly();
  }, "sequence-feed");
  expect(calls.filter((call) => call.startsWith("execute-api"))).toHaveLength(2);
});

test("keeps a socket that is only about to open, for API Gateway calls it gone too", async () => {
  const user = createFeedUser();
  await putGhost(user, 1);
  await appendActivity(user, "first");
  await waitQuietly();
  expect(await listRows("socket", user)).toHaveLength(1);
});

test("closes a user's oldest socket for the twenty-first", async () => {
  const user = createFeedUser();
  const oldest = await openPage(user.person);
  await wait(1100);
  await Promise.all(Array.from({ length: 19 }, () => openPage(user.person)));
  const newest = await openPage(user.person);
  await expect.poll(oldest.isClosed).toBe(true);
  expect(newest.isClosed()).toBe(false);
  expect(await listRows("socket", user)).toHaveLength(20);
});
