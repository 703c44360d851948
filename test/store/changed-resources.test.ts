import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Item } from "../../lib/store/table.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
const { hasChangedSince, listChangeKeys, parseChanges, recordChanges, recordTenantChange } = await import(
  "../../lib/store/changed-resources.ts"
);
afterAll(() => aws.close());
beforeEach(() => {
  aws.forget();
  aws.calls.length = 0;
});

const now = Date.parse("2026-11-29T00:00:10Z");

test("writes one row a day for a provider, and reads today's and yesterday's", async () => {
  aws.on("UpdateItem", () => json({}));
  await recordChanges("figma", ["file:K", "team:1"], now);
  const [call] = aws.calls;
  const keys = listChangeKeys({ provider: "figma", tenant: "c#acme" }, now);
  expect(keys).toEqual([
    { pk: { S: "cache#-#-#figma" }, sk: { S: "changed#2026-11-29" } },
    { pk: { S: "cache#-#-#figma" }, sk: { S: "changed#2026-11-28" } },
  ]);
  expect(call?.input).toMatchObject({
    Key: keys[0],
    ExpressionAttributeNames: { "#r0": "changed:file:K", "#r1": "changed:team:1" },
    ExpressionAttributeValues: { ":now": { N: String(now) } },
  });
});

test("writes a row of a tenant for a resource, and reads that of the same tenant only", async () => {
  aws.on("PutItem", () => json({}));
  await recordTenantChange({ provider: "figma", tenant: "c#acme" }, "file:K", now);
  const [put] = aws.calls;
  const row = put?.input.Item as Item;
  const [, , Key] = listChangeKeys({ provider: "figma", tenant: "c#acme", resource: "file:K" }, now);
  const ttl = { N: String(now / 1000 + 3 * 86_400) };
  expect(row).toEqual({ ...Key, schema: { N: "1" }, "changed:file:K": { N: String(now) }, ttl });
  expect(hasChangedSince(parseChanges([row]), "file:K", now - 1)).toBe(true);
  const others = [
    { tenant: "c#other", resource: "file:K" },
    { tenant: "c#acme", resource: "file:L" },
  ];
  for (const scope of others) expect(listChangeKeys({ provider: "figma", ...scope }, now)).not.toContainEqual(Key);
});

test("a full row is replaced by one in which everything has changed", async () => {
  aws.on("UpdateItem", () => awsError("ValidationException", 400));
  aws.on("PutItem", () => json({}));
  await recordChanges("figma", ["file:K"], now);
  const [put] = aws.calls.filter(({ operation }) => operation === "PutItem");
  const changes = parseChanges([put?.input.Item as Item]);
  expect(hasChangedSince(changes, "file:other", now - 1)).toBe(true);
});

test("an outage of the store is an error, so that the event is tried again", async () => {
  aws.on("UpdateItem", () => awsError("InternalServerError", 500));
  await expect(recordChanges("figma", ["file:K"], now)).rejects.toThrow();
});

const rows = [
  { sk: { S: "changed#2" }, "changed:file:K": { N: "2000000" }, ttl: { N: "5" } },
  { "changed:file:K": { N: "1000000" } },
];

test.each([
  ["before the last change", "file:K", 1_999_000, true],
  ["at its time, by another clock", "file:K", 2_000_500, true],
  ["after the change", "file:K", 2_001_000, false],
  ["before another resource's change", "file:L", 0, false],
])("an answer asked for %s is stale or not", (_, resource, askedAt, expected) => {
  expect(hasChangedSince(parseChanges(rows), resource, askedAt)).toBe(expected);
});
