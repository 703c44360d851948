// What changed at a provider according to events, in the cache's table. Those of a webhook that was registered by hand name no
// connection: cached answers from before are stale, whoever they belong to. One row per provider and UTC day. Those of a
// connection's own hook count in its tenant. One row per resource.
import { BatchGetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { dynamo } from "./dynamo.ts";
import { type Item, key } from "./table.ts";

/** When each resource changed the last time, epoch milliseconds. */
export type ChangeTimes = ReadonlyMap<string, number>;

const dayMs = 86_400_000;
const attributePrefix = "changed:";
/** Stands for every resource. */
const anyResource = "*";

const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The rows of today and yesterday: no answer is served from the cache for longer than a day. @param now epoch milliseconds */
const changeRowKeys = (provider: string, now: number): Item[] =>
  [now, now - dayMs].map((at) => key.changedResources(provider, toDay(at)));

/** Records that resources changed. @param now epoch milliseconds */
export async function recordChanges(provider: string, resources: readonly string[], now = Date.now()): Promise<void> {
  const Key = key.changedResources(provider, toDay(now));
  const names = resources.map((_, index) => `#r${index}`);
  try {
    await dynamo.send(
      new UpdateItemCommand({
        TableName: config("TRANSIENT_TABLE").TRANSIENT_TABLE,
        Key,
        UpdateExpression: `SET #ttl = :ttl, ${names.map((name) => `${name} = :now`).join(", ")}`,
        ExpressionAttributeNames: {
          "#ttl": "ttl",
          ...Object.fromEntries(resources.map((resource, index) => [`#r${index}`, attributePrefix + resource])),
        },
        ExpressionAttributeValues: { ":now": { N: String(now) }, ":ttl": toExpiry(now) },
      }),
    );
  } catch (error) {
    if (!isRowTooLarge(error)) throw error;
    await replaceRow(Key, now);
  }
}

/** Records that a resource changed, for the connections of one tenant. @param now epoch milliseconds */
export async function recordTenantChange(
  { provider, tenant }: { readonly provider: string; readonly tenant: string },
  resource: string,
  now = Date.now(),
): Promise<void> {
  const change = { [attributePrefix + resource]: { N: String(now) }, ttl: toExpiry(now) };
  const Item = { ...key.changedResource(provider, tenant, resource), ...change };
  await dynamo.send(new PutItemCommand({ TableName: config("TRANSIENT_TABLE").TRANSIENT_TABLE, Item }));
}

/** Starts a full row anew: every resource counts as changed until now. */
async function replaceRow(Key: Item, now: number): Promise<void> {
  const Item = { ...Key, ttl: toExpiry(now), [attributePrefix + anyResource]: { N: String(now) } };
  await dynamo.send(new PutItemCommand({ TableName: config("TRANSIENT_TABLE").TRANSIENT_TABLE, Item }));
}

const toExpiry = (now: number) => ({ N: String(Math.floor((now + 3 * dayMs) / 1000)) });

/** A row holds 400 kB, which is some thousand resources: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
const isRowTooLarge = (error: unknown): boolean => error instanceof Problem && error.code === "invalid_request";

/** Whose changes are read. */
export interface ChangeScope {
  readonly provider: string;
  readonly tenant: string;
  /** One resource of which the tenant's own hooks may have told. */
  readonly resource?: string | undefined;
}

/** The keys to read together with a cache entry, for {@link parseChanges}. */
export const listChangeKeys = ({ provider, tenant, resource }: ChangeScope, now = Date.now()): Item[] => [
  ...changeRowKeys(provider, now),
  ...(resource === undefined ? [] : [key.changedResource(provider, tenant, resource)]),
];

/** Reads a cache entry's row and the rows of changes in one call. */
export async function readRowWithChanges(rowKey: Item, scope: ChangeScope): Promise<readonly Item[]> {
  const { TRANSIENT_TABLE } = config("TRANSIENT_TABLE");
  const Keys = [rowKey, ...listChangeKeys(scope)];
  const { Responses } = await dynamo.send(new BatchGetItemCommand({ RequestItems: { [TRANSIENT_TABLE]: { Keys } } }));
  return Responses?.[TRANSIENT_TABLE] ?? [];
}

/** Parses the rows of changes among those of the cache's table. */
export function parseChanges(rows: readonly Item[]): ChangeTimes {
  const times = new Map<string, number>();
  for (const [name, value] of rows.flatMap((row) => Object.entries(row))) {
    if (!name.startsWith(attributePrefix)) continue;
    const resource = name.slice(attributePrefix.length);
    times.set(resource, Math.max(times.get(resource) ?? 0, Number(value.N)));
  }
  return times;
}

/** How far the clocks of two Lambdas may be apart. */
const maxClockDifferenceMs = 1000;

/** Whether a resource changed after the provider was asked about it. @param askedAt epoch milliseconds */
export function hasChangedSince(changes: ChangeTimes, resource: string, askedAt: number): boolean {
  const changedAt = Math.max(changes.get(resource) ?? 0, changes.get(anyResource) ?? 0);
  return changedAt > 0 && askedAt < changedAt + maxClockDifferenceMs;
}
