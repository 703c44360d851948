import { setTimeout as sleep } from "node:timers/promises";
import { DeleteItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { toItem } from "../../lib/store/item.ts";
import { cachePartition, type Item, key } from "../../lib/store/table.ts";
import { type Account, connectAccount, getSandbox, nowSeconds } from "../connections/support/account.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { connectInBrowser } from "../support/flow.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

const TableName = tableName("transient");

async function listCachedRows(account: Account, id?: string): Promise<Item[]> {
  const owner = { tenant: `c#${account.person.org}`, user: account.person.sub };
  const pk = cachePartition(owner, id ?? (await account.readStored()).id);
  const query = { TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: pk } } };
  return (await dynamodb().send(new QueryCommand({ ...query, ConsistentRead: true }))).Items ?? [];
}

const cases = {
  slack: {
    path: "/api/integrations/slack/channels?a=1",
    asked: "/api/conversations.list",
    seconds: 3600,
    longer: 0,
    clear: "releases",
  },
  figma: {
    path: "/api/integrations/figma/files?teamId=1001",
    asked: "/v1/",
    seconds: 86_400,
    longer: 86_400,
    clear: "Onboarding",
  },
} as const;

describe.each(["slack", "figma"] as const)("what %s answered", (provider) => {
  const { path, asked, seconds, longer, clear } = cases[provider];
  const calls = async () => (await getSandbox(provider).requests(asked)).length;

  async function connectAndRead() {
    const account = await connectAccount(provider);
    const first = await account.user.get(path);
    expect(first.status).toBe(200);
    await getSandbox(provider).forgetRequests();
    return { account, first };
  }

  test("serves a cached answer without asking the provider", async () => {
    const { account, first } = await connectAndRead();
    expect((await account.user.get(path)).json).toEqual(first.json);
    expect(await calls()).toBe(0);
  });

  test("is read again with ?refresh=true, and the new answer is cached", async () => {
    const { account } = await connectAndRead();
    await account.user.get(`${path}&refresh=true`);
    const once = await calls();
    expect(once).toBeGreaterThan(0);
    await account.user.get(path);
    expect(await calls()).toBe(once);
  });

  test(`is kept for ${seconds} seconds, and DynamoDB told to remove it ${longer} later`, async () => {
    const from = nowSeconds();
    const { account } = await connectAndRead();
    const until = nowSeconds();
    const [row] = await listCachedRows(account);
    const keptAt = Number(row?.expiresAt?.N) - seconds;
    // Figma's list expires with its oldest part, rounded down.
    expect(keptAt).toBeGreaterThanOrEqual(from - 2);
    expect(keptAt).toBeLessThanOrEqual(until);
    expect(Number(row?.ttl?.N) - Number(row?.expiresAt?.N)).toBe(longer);
  });

  test("is not served past its time, though the row is still there", async () => {
    const { account } = await connectAndRead();
    const [{ pk, sk } = {}] = await listCachedRows(account);
    const change = { UpdateExpression: "SET expiresAt = :past", ExpressionAttributeValues: { ":past": { N: "1" } } };
    await dynamodb().send(
      new UpdateItemCommand({ TableName, Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } }, ...change }),
    );
    await account.user.get(path);
    expect(await calls()).toBeGreaterThan(0);
  });

  test("is sealed in DynamoDB", async () => {
    const { account, first } = await connectAndRead();
    expect(first.text).toContain(clear);
    const [row] = await listCachedRows(account);
    const bytes = Buffer.from(row?.content?.B ?? []);
    expect(bytes.length).toBeGreaterThan(100);
    expect(bytes.includes(clear)).toBe(false);
    expect(JSON.stringify({ ...row, content: undefined })).not.toContain(clear);
  });

  test("does not decrypt in another user's row", async () => {
    const { account } = await connectAndRead();
    const other = await connectAccount(provider);
    const [[mine], stored] = [await listCachedRows(account), await other.readStored()];
    await other.user.get(path);
    const [theirs] = await listCachedRows(other);
    const swapped = { ...theirs, content: mine?.content ?? { S: "" } };
    expect(stored.id).not.toBe((await account.readStored()).id);
    await dynamodb().send(new PutItemCommand({ TableName, Item: swapped }));
    await getSandbox(provider).forgetRequests();
    expect((await other.user.get(path)).status).toBe(200);
    expect(await calls()).toBeGreaterThan(0);
  });

  test("is gone after a disconnect", async () => {
    const { account } = await connectAndRead();
    const { id } = await account.readStored();
    await account.user.delete(`/api/integrations/${provider}`);
    expect(await listCachedRows(account, id)).toEqual([]);
  });

  test("is not served to a later connection of the same account", async () => {
    const { account } = await connectAndRead();
    const [row] = await listCachedRows(account);
    await account.user.delete(`/api/integrations/${provider}`);
    // `connectedAt` is in seconds.
    await sleep(1100);
    await connectInBrowser(account.user, provider);
    await dynamodb().send(new PutItemCommand({ TableName, Item: row }));
    await getSandbox(provider).forgetRequests();
    await account.user.get(path);
    expect(await calls()).toBeGreaterThan(0);
  });

  test.each(["throttle", "error500"] as const)("is asked for when the cache answers with %s", async (action) => {
    const { account } = await connectAndRead();
    await spy.breakNext({ service: "dynamodb", keyPrefix: "cache#", action, times: 1000 });
    expect((await account.user.get(path)).status).toBe(200);
    expect(await calls()).toBeGreaterThan(0);
  });
});

test("public and private channels are kept apart", async () => {
  const account = await connectAccount("slack");
  await account.user.get("/api/integrations/slack/channels?includePrivate=true");
  await getSandbox("slack").forgetRequests();
  await account.user.get("/api/integrations/slack/channels");
  expect(await getSandbox("slack").requests("/api/conversations.list")).toHaveLength(1);
});

test("a disconnect clears more than DynamoDB reads in one page", async () => {
  const account = await connectAccount("figma");
  const stored = await account.readStored();
  const content = new Uint8Array(300_000);
  for (let at = 0; at < 6; at += 1) {
    const row = { ...key.cache(stored, stored.id, `team:${at}`), ...toItem({ content, version: "v", expiresAt: 9e9 }) };
    await dynamodb().send(new PutItemCommand({ TableName, Item: row }));
  }
  await account.user.delete("/api/integrations/figma");
  const left = await listCachedRows(account, stored.id);
  for (const { pk = { S: "" }, sk = { S: "" } } of left) {
    await dynamodb().send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
  }
  expect(left).toEqual([]);
});
