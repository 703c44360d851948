// Every key and index of the tables. Components are percent-encoded, so no value can reach into another's place.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Owner } from "./owner.ts";

export type Item = Record<string, AttributeValue>;

const join = (prefix: string, ...parts: readonly string[]) => [prefix, ...parts.map(encodeURIComponent)].join("#");

const singleKey = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const pairKey = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

/** Not a connection, but the row that says whether an owner's accounts of a provider are still the same. */
export const isAccountsRow = ({ sk }: Item): boolean => sk?.S?.split("#").length === 2;

export const ownerPartition = ({ tenant, user }: Owner) => join("owner", tenant, user);
export const connectionSort = (provider: string, id = "") => `${join("conn", provider)}#${encodeURIComponent(id)}`;

export const key = {
  connection: (owner: Owner, provider: string, id: string) =>
    pairKey(ownerPartition(owner), connectionSort(provider, id)),
  /** Changes with every account that is connected or disconnected; right before them, so that one query lists both. */
  accounts: (owner: Owner, provider: string) => pairKey(ownerPartition(owner), join("conn", provider)),
  settings: (owner: Owner, provider: string) => pairKey(join("settings", owner.tenant, owner.user), provider),
  /** Where a provider's events for an account lead: one row per connection of that account. */
  eventRoute: (provider: string, account: string, owner: Owner, id: string) =>
    pairKey(eventRoutePartition(provider, account), join("conn", owner.tenant, owner.user, provider, id)),
  /** Connections that live on one grant of the provider (a Google account, a Slack workspace). */
  share: (group: string, account: string, owner: Owner, provider: string, id: string) =>
    pairKey(sharePartition(group, account), join("conn", owner.tenant, owner.user, provider, id)),
  state: (hash: string) => singleKey(join("state", hash)),
  grant: (id: string) => singleKey(join("grant", id)),
  counter: (owner: Owner, name: string, window: number) =>
    singleKey(join("counter", owner.tenant, owner.user, name, String(window))),
  /** A request under an Idempotency-Key. */
  once: (owner: Owner, name: string) => pairKey(join("once", owner.tenant, owner.user), name),
  cache: (owner: Owner, connection: string, name: string) => pairKey(cachePartition(owner, connection), name),
  /** One arrival of a provider's event, by the id it got when it was accepted. */
  delivery: (receipt: string) => singleKey(join("delivery", receipt)),
  /** What of a delivery's payload does not fit into its row. */
  deliveryPart: (receipt: string, part: number) => pairKey(join("delivery", receipt), `part#${part}`),
  /** What keeps an event from being worked on twice. */
  claim: (provider: string, name: string) => singleKey(join("claim", provider, name)),
  /** A channel over which a provider tells us about one connection; beside it, so that one query lists both. */
  subscription: (owner: Owner, provider: string, connection: string, name: string) =>
    pairKey(ownerPartition(owner), subscriptionSort(provider, connection, name)),
  /** What is to be told to a user, not yet numbered. */
  outbox: (owner: Owner, name: string) => pairKey(join("outbox", owner.tenant, owner.user), name),
  /** The number that a user's latest frame has. */
  head: (owner: Owner) => pairKey(feedPartition(owner), "head"),
  frame: (owner: Owner, seq: number) => pairKey(feedPartition(owner), frameSort(seq)),
  activity: (owner: Owner, seq: number) => pairKey(activityPartition(owner), seqSort(seq)),
  /** Says that a connection's user was told of its loss. */
  lost: (owner: Owner, connection: string) => pairKey(join("lost", owner.tenant, owner.user), connection),
  socket: (owner: Owner, id: string) => pairKey(socketPartition(owner), id),
  /** Whose socket it is: a message names nothing but its socket. */
  socketId: (id: string) => singleKey(join("socketid", id)),
  audit: (tenant: string, at: Date, id: string) =>
    pairKey(join("audit", tenant, at.toISOString().slice(0, 7)), `${at.toISOString()}#${id}`),
};

export const cachePartition = ({ tenant, user }: Owner, connection: string) => join("cache", tenant, user, connection);
export const sharePartition = (group: string, account: string) => join("share", group, account);

export const subscriptionSort = (provider: string, connection = "", name = "") =>
  `${join("chan", provider)}#${encodeURIComponent(connection)}#${encodeURIComponent(name)}`;
/** From the first channel to the last connection of an owner's partition. `$` comes after `#`. */
export const connectionsWithSubscriptionsRange = ["chan#", "conn$"] as const;
export const isSubscriptionRow = ({ sk }: Item): boolean => sk?.S?.startsWith("chan#") === true;
export const eventRoutePartition = (provider: string, account: string) => join("route", provider, account);

export const feedPartition = ({ tenant, user }: Owner) => join("feed", tenant, user);
export const activityPartition = ({ tenant, user }: Owner) => join("activity", tenant, user);
export const socketPartition = ({ tenant, user }: Owner) => join("socket", tenant, user);
/** Fifteen digits sort as the numbers do, up to the largest that JSON carries safely. */
export const seqSort = (seq: number) => String(seq).padStart(15, "0");
export const frameSort = (seq: number) => `frame#${seqSort(seq)}`;

/** The log of deliveries by provider, status and hour, newest first within each; an hour is spread over shards. */
export const logIndex = "log";
export const logShards = 4;
export const logPartition = (provider: string, status: string, hour: string, shard: number) =>
  `${join(provider, status, hour)}#${shard}`;

/** The sparse index over connections whose refresh token would lapse if nobody used it. */
export const dueIndex = "due";
export const dueShards = 32;
export const dueShard = (shard: number) => `due#${shard}`;
/** Push channels that have to be renewed stand in the same index, apart from the connections. */
export const renewShard = (shard: number) => `renew#${shard}`;

/** The sort key of the connection that a channel's row belongs to. */
export function toConnectionSort(sk: string): string {
  const [, provider = "", connection = ""] = sk.split("#").map(decodeURIComponent);
  return connectionSort(provider, connection);
}

/** Reads a connection's key back out of its row's key. */
export function parseConnectionKey(pk: string, sk: string) {
  const [, tenant = "", user = ""] = pk.split("#").map(decodeURIComponent);
  const [, provider = "", id = ""] = sk.split("#").map(decodeURIComponent);
  return { tenant, user, provider, id };
}
