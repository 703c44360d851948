// Refreshing a cached answer: one request at a time calls the provider, and an older answer never replaces a newer one.
import { setTimeout as sleep } from "node:timers/promises";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { key } from "../../lib/store/table.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "../connections/support/account.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

const TableName = tableName("transient");
const path = "/api/integrations/slack/channels?includePrivate=false";
const list = "/api/conversations.list";
const countRequests = async () => (await getSandbox("slack").requests(list)).length;
const channel = (id: string, name = id) => ({
  id,
  name,
  is_private: false,
  is_archived: false,
  is_member: false,
  num_members: 1,
});
const answer = (...channels: ReturnType<typeof channel>[]) => ({ path: list, body: { ok: true, channels } });

let account: Account;
beforeEach(async () => {
  account = await connectAccount("slack");
  await getSandbox("slack").forgetRequests();
});

async function row() {
  const stored = await account.readStored();
  const Key = key.cache(stored, stored.id, "channels:false:bot");
  const { Item } = await dynamodb().send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return { Key, Item };
}

/** How many requests have read their connection since `spy.forget`: an answer cached after that is new enough for them. */
async function countBegun(): Promise<number> {
  const calls = await spy.calls("patchbay-test-slack-list-channels-slack");
  const reads = calls.filter(({ operation }) => operation === "Query" || operation === "BatchGetItem");
  return reads.filter(({ keys }) => keys?.[0]?.startsWith("owner#")).length;
}

async function claim(until: number) {
  const { Key } = await row();
  await dynamodb().send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: "SET refill = :claim",
      ExpressionAttributeValues: { ":claim": { M: toItem({ owner: "somebody", until }) } },
    }),
  );
}

test("of ten simultaneous requests one calls the provider, and all are answered", async () => {
  await getSandbox("slack").script({ ...answer(channel("C1")), delayMs: 800, times: 20 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => account.user.get(path)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await countRequests()).toBe(1);
});

test("of five simultaneous refreshes one calls the provider", async () => {
  await account.user.get(path);
  await getSandbox("slack").forgetRequests();
  await getSandbox("slack").script({ ...answer(channel("C2")), delayMs: 800, times: 20 });
  // Held until all five have begun: a request that begins after the answer calls the provider again.
  await claim(nowSeconds() + 60);
  await spy.forget();
  const asking = Promise.all(Array.from({ length: 5 }, () => account.user.get(`${path}&refresh=true`)));
  await expect.poll(countBegun).toBeGreaterThanOrEqual(5);
  await claim(0);
  const answers = await asking;
  expect(answers.map(({ json }) => json)).toEqual(Array(5).fill({ channels: [channel("C2")] }));
  expect(await countRequests()).toBe(1);
});

test("the claim of a crashed request expires", async () => {
  const until = nowSeconds() + 2;
  await claim(until);
  expect((await account.user.get(path)).status).toBe(200);
  expect(Date.now() / 1000).toBeGreaterThanOrEqual(until);
  expect(await countRequests()).toBe(1);
});

test("a provider that refuses leaves nothing claimed", async () => {
  await getSandbox("slack").script({ path: list, body: { ok: false, error: "missing_scope" } });
  expect((await account.user.get(path)).status).toBe(403);
  expect((await row()).Item?.refill).toBeUndefined();
  expect((await account.user.get(path)).status).toBe(200);
});

test("an answer that was on its way while the cache was emptied is given, but not kept", async () => {
  await getSandbox("slack").script({ ...answer(channel("C1")), delayMs: 1500 });
  const slow = account.user.get(path);
  await expect.poll(countRequests).toBe(1);
  await account.user.delete("/api/integrations/slack?account=none");
  const { id } = await account.readStored();
  await account.user.delete(`/api/integrations/slack?account=${id}`);
  expect((await slow).status).toBe(200);
  await connectInBrowser(account.user, "slack");
  expect((await row()).Item).toBeUndefined();
});

test("a large answer is kept compressed, and comes back whole", async () => {
  const many = Array.from({ length: 2000 }, (_, at) => channel(`C${at}`, `a-channel-with-a-long-name-${at}`));
  await getSandbox("slack").script(answer(...many));
  const first = await account.user.get(path);
  const bytes = (await row()).Item?.content?.B?.length ?? 0;
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(first.text.length / 4);
  expect((await account.user.get(path)).json).toEqual(first.json);
  expect(await countRequests()).toBe(1);
});

test("an answer that is too large even so is given each time, and never an error", async () => {
  const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(300))).toString("base64");
  const many = Array.from({ length: 1500 }, (_, at) => channel(`C${at}`, noise()));
  await getSandbox("slack").script({ ...answer(...many), times: 2 });
  const answers = [await account.user.get(path), await account.user.get(path)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await countRequests()).toBe(2);
  const { Item } = await row();
  expect([Item?.content, Item?.refill]).toEqual([undefined, undefined]);
});

test("an account connected later is the one that is meant, at once", async () => {
  await account.user.get(path);
  await account.user.get(path);
  // `connectedAt` is in seconds.
  await sleep(1100);
  await connectInBrowser(account.user, "slack", { account: "globex" });
  await getSandbox("slack").script(answer(channel("C0GLOBEX")));
  expect((await account.user.get(path)).json).toEqual({ channels: [channel("C0GLOBEX")] });
});

test("a second call in a container reads account and answer at once", async () => {
  await account.user.get(path);
  const made = await spy.during(() => account.user.get(path), "slack-list-channels");
  expect(made).toEqual(["dynamodb BatchGetItem owner# owner# cache#"]);
});

test("an account that is gone is gone at the next request", async () => {
  await account.user.get(path);
  await account.user.get(path);
  await account.user.delete("/api/integrations/slack");
  expect((await account.user.get(path)).status).toBe(404);
});
