// All keys and indexes of the tables. Key parts are percent-encoded, so no value can contain the separator `#`.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { Problem } from "../errors.ts";
import { decodeKeyPart, encodeKeyPart } from "./key-part.ts";
import type { ConnectionKey, Owner } from "./owner.ts";

export type Item = Record<string, AttributeValue>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const maxPartitionBytes = 2048;
const maxSortBytes = 1024;

/**
 * Refuses a key that DynamoDB never takes, so that nobody is told to try again. What callers choose has bounds of its own where
 * it enters; this holds for the rest.
 * @throws Problem invalid_request
 */
function requireKey(key: string, maxBytes: number): string {
  if (Buffer.byteLength(key) <= maxBytes) return key;
  throw new Problem("invalid_request", { detail: "A name in this request is too long." });
}

const join = (prefix: string, ...parts: readonly string[]) =>
  requireKey([prefix, ...parts.map(encodeKeyPart)].join("#"), maxPartitionBytes);

const pairKey = (pk: string, sk: string) => ({
  pk: { S: requireKey(pk, maxPartitionBytes) },
  sk: { S: requireKey(sk, maxSortBytes) },
});
const singleKey = (pk: string) => pairKey(pk, "-");

/** Whether a row is the accounts row of a provider ({@link key}.accounts) and not a connection. */
export const isAccountsRow = ({ sk }: Item): boolean => sk?.S?.split("#").length === 2;

export const ownerPartition = ({ tenant, user }: Owner) => join("owner", tenant, user);
export const connectionSort = (provider: string, id = "") => `${join("conn", provider)}#${encodeKeyPart(id)}`;

export const key = {
  connection: (owner: Owner, provider: string, id: string) =>
    pairKey(ownerPartition(owner), connectionSort(provider, id)),
  /** Its stamp changes when an account is connected or disconnected. Sorted right before the connections, so one query lists both. */
  accounts: (owner: Owner, provider: string) => pairKey(ownerPartition(owner), join("conn", provider)),
  /** Names the connection whose bot speaks for a tenant's members. */
  tenantBot: (tenant: string, provider: string) => pairKey(join("tenantbot", tenant), provider),
  /** A FHIR server that a tenant may use. */
  ehrServer: (fhirBaseUrl: string, tenant: string) => pairKey(ehrServerPartition(fhirBaseUrl), tenant),
  /** The systems in which a tenant's customers are looked up; `owner` is the tenant itself. */
  connectors: ({ tenant }: Owner) => singleKey(join("connectors", tenant)),
  /** What was found out about a phone number, by its hash. */
  customer: ({ tenant }: Owner, name: string) => pairKey(join("customers", tenant), name),
  /** The answer to a question of a user, by a hash of both. One partition for each tenant, so that it can be forgotten. */
  answer: ({ tenant }: Pick<Owner, "tenant">, name: string) => pairKey(join("answers", tenant), name),
  /** The hosts of a provider that are bound to a tenant. */
  tenantHosts: (tenant: string, provider: string) => pairKey(join("tenanthost", tenant), provider),
  settings: (owner: Owner, provider: string) => pairKey(join("settings", owner.tenant, owner.user), provider),
  /** Routes a provider's events of an account: one row per connection of that account. */
  eventRoute: (provider: string, account: string, owner: Owner, id: string) =>
    pairKey(eventRoutePartition(provider, account), join("conn", owner.tenant, owner.user, provider, id)),
  /** Connections that share one grant of the provider (a Google account, a Slack workspace). */
  share: (group: string, account: string, { tenant, user, provider, id }: ConnectionKey) =>
    pairKey(sharePartition(group, account), join("conn", tenant, user, provider, id)),
  state: (hash: string) => singleKey(join("state", hash)),
  grant: (id: string) => singleKey(join("grant", id)),
  /** A launch that an EHR began and nobody has taken up. */
  launch: (hash: string) => singleKey(join("launch", hash)),
  /** A disconnected account whose activities are being removed. */
  erasure: (id: string) => singleKey(join("erasure", id)),
  counter: (owner: Owner, name: string, window: number) =>
    singleKey(join("counter", owner.tenant, owner.user, name, String(window))),
  /** A webhook whose secret its provider chooses. */
  hook: (id: string) => singleKey(join("hook", id)),
  /** What is kept of a person, for the one who asked for it. Sorted by when that was. */
  dataExport: (provider: string, id: string) => pairKey(dataExportPartition(provider), id),
  /** A request with an Idempotency-Key. */
  once: (owner: Owner, name: string) => pairKey(oncePartition(owner), name),
  cache: (owner: Owner, connection: string, name: string) => pairKey(cachePartition(owner, connection), name),
  /** What changed at a provider on a day; it belongs to no owner. Tenants are never called `-`. */
  changedResources: (provider: string, day: string) =>
    pairKey(cachePartition({ tenant: "-", user: "-" }, provider), `changed#${day}`),
  /** What a tenant's own hooks said of one resource. */
  changedResource: (provider: string, tenant: string, resource: string) =>
    pairKey(cachePartition({ tenant: "-", user: tenant }, provider), `changed#${resource}`),
  delivery: (receipt: string) => singleKey(join("delivery", receipt)),
  deliveryPart: (receipt: string, part: number) => pairKey(join("delivery", receipt), `part#${part}`),
  claim: (provider: string, name: string) => singleKey(join("claim", provider, name)),
  /** A subscription of a connection; in the same partition, so that one query lists both. */
  subscription: (owner: Owner, provider: string, connection: string, name: string) =>
    pairKey(ownerPartition(owner), subscriptionSort(provider, connection, name)),
  /** A message for a user; numbered messages are frames. */
  outbox: (owner: Owner, name: string) => pairKey(outboxPartition(owner), name),
  /** The number of a user's latest frame. */
  head: (owner: Owner) => pairKey(feedPartition(owner), "head"),
  frame: (owner: Owner, seq: number) => pairKey(feedPartition(owner), frameSort(seq)),
  activity: (owner: Owner, seq: number) => pairKey(activityPartition(owner), seqSort(seq)),
  /** Exists while a connection is reported as lost. */
  lost: (owner: Owner, connection: string) => pairKey(join("lost", owner.tenant, owner.user), connection),
  socket: (owner: Owner, id: string) => pairKey(socketPartition(owner), id),
  /** Finds a socket's user: messages contain only the socket's id. */
  socketId: (id: string) => singleKey(join("socketid", id)),
  audit: (tenant: string, at: Date, id: string) => pairKey(auditPartition(tenant, at), `${at.toISOString()}#${id}`),
  /** The deletion of a user's or a tenant's data, and the marker that stays of it. Its id is a keyed hash of whose data it was. */
  deletion: (id: string) => singleKey(join("deletion", id)),
  /** The sealed key of those hashes, one for the stage. */
  deletionKey: () => singleKey(join("deletionkey", "stage")),
  /** What was counted on a UTC day. */
  usage: (of: UsageScope, { day, provider, source }: { day: string; provider: string; source: string }) =>
    pairKey(usagePartition(of), ["day", day, provider, source].map(encodeKeyPart).join("#")),
  /** How often a file was read on a UTC day. */
  fileReads: (tenant: string, day: string, fileKey: string) =>
    pairKey(usagePartition({ tenant }), ["file", day, fileKey].map(encodeKeyPart).join("#")),
  /** What the last pass over the connections found. */
  standing: (of: UsageScope) => pairKey(usagePartition(of), "standing"),
};

/** A tenant's audit of one month. */
export const auditPartition = (tenant: string, at: Date) => join("audit", tenant, at.toISOString().slice(0, 7));

/** Index of the audit of all tenants, by action, sorted by time: every row has both (infra/decisions/the-audit-of-all-tenants.md). */
export const actionIndex = "action";
/** Whose counts they are: a tenant's, or the whole stage's in one of its shards. */
export type UsageScope = { readonly tenant: string } | { readonly shard: number };
/** An item takes 1,000 writes a second, so the stage's counts are spread. Tenants are never called `-`. */
export const usageShards = 8;
export const usagePartition = (of: UsageScope) =>
  "tenant" in of ? join("usage", of.tenant) : join("usage", "-", String(of.shard));
export const fileReadsRange = (first: string, last: string) => [`file#${first}#`, `file#${last}$`] as const;
/** Range of the days from `first` to `last`, such as "2026-12-01"; `$` follows `#`. */
export const usageRange = (first: string, last: string) => [`day#${first}#`, `day#${last}$`] as const;

export const cachePartition = ({ tenant, user }: Owner, connection: string) => join("cache", tenant, user, connection);
export const ehrServerPartition = (fhirBaseUrl: string) => join("ehrserver", fhirBaseUrl);
export const sharePartition = (group: string, account: string) => join("share", group, account);

export const subscriptionSort = (provider: string, connection = "", name = "") =>
  `${join("chan", provider)}#${encodeKeyPart(connection)}#${encodeKeyPart(name)}`;
/** Range from the first subscription to the last connection in an owner's partition; `$` follows `#`. */
export const connectionsWithSubscriptionsRange = ["chan#", "conn$"] as const;
export const isSubscriptionRow = ({ sk }: Item): boolean => sk?.S?.startsWith("chan#") === true;
export const eventRoutePartition = (provider: string, account: string) => join("route", provider, account);

export const dataExportPartition = (provider: string) => join("export", provider);
export const oncePartition = ({ tenant, user }: Owner) => join("once", tenant, user);
export const outboxPartition = ({ tenant, user }: Owner) => join("outbox", tenant, user);
export const feedPartition = ({ tenant, user }: Owner) => join("feed", tenant, user);
export const activityPartition = ({ tenant, user }: Owner) => join("activity", tenant, user);
export const socketPartition = ({ tenant, user }: Owner) => join("socket", tenant, user);
/** Zero-padded to 15 digits, so that text sorts like the numbers; JSON represents all of them exactly. */
export const seqSort = (seq: number) => String(seq).padStart(15, "0");
export const frameSort = (seq: number) => `frame#${seqSort(seq)}`;

/** Index of the delivery log by provider, status and hour; each hour is spread over shards. */
export const logIndex = "log";
export const logShards = 4;
export const logPartition = (provider: string, status: string, hour: string, shard: number) =>
  `${join(provider, status, hour)}#${shard}`;

/**
 * Sparse index of connections by tenant, sorted by when they were connected. Of all rows of the table only connections have both
 * attributes, and neither changes (infra/decisions/connections-are-found-by-tenant.md).
 */
export const tenantIndex = "tenant";

/** Sparse index of connections whose refresh token would expire without use, and of subscriptions to renew. */
export const dueIndex = "due";
export const dueShards = 32;
export const dueShard = (shard: number) => `due#${shard}`;
/** Subscriptions to renew are in the same index, in shards of their own. */
export const renewShard = (shard: number) => `renew#${shard}`;

export function toConnectionSort(sk: string): string {
  const [, provider = "", connection = ""] = sk.split("#").map(decodeKeyPart);
  return connectionSort(provider, connection);
}

export function parseConnectionKey(pk: string, sk: string) {
  const [, tenant = "", user = ""] = pk.split("#").map(decodeKeyPart);
  const [, provider = "", id = ""] = sk.split("#").map(decodeKeyPart);
  return { tenant, user, provider, id };
}
