// Every key and index of the tables. Components are percent-encoded, so no value can reach into another's place.
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Owner } from "./owner.ts";

export type Item = Record<string, AttributeValue>;

const join = (prefix: string, ...parts: readonly string[]) => [prefix, ...parts.map(encodeURIComponent)].join("#");

const single = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const pair = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

export const ownerPartition = ({ tenant, user }: Owner) => join("owner", tenant, user);
export const connectionSort = (provider: string, id = "") => `${join("conn", provider)}#${encodeURIComponent(id)}`;

export const key = {
  connection: (owner: Owner, provider: string, id: string) => pair(ownerPartition(owner), connectionSort(provider, id)),
  settings: (owner: Owner, provider: string) => pair(join("settings", owner.tenant, owner.user), provider),
  /** Where a provider's events for an account lead: one row per connection of that account. */
  route: (provider: string, account: string, owner: Owner, id: string) =>
    pair(join("route", provider, account), join("conn", owner.tenant, owner.user, provider, id)),
  /** Connections that live on one grant of the provider (a Google account, a Slack workspace). */
  share: (group: string, account: string, owner: Owner, provider: string, id: string) =>
    pair(sharePartition(group, account), join("conn", owner.tenant, owner.user, provider, id)),
  state: (hash: string) => single(join("state", hash)),
  grant: (id: string) => single(join("grant", id)),
  counter: (owner: Owner, name: string, window: number) =>
    single(join("counter", owner.tenant, owner.user, name, String(window))),
  cache: (owner: Owner, connection: string, name: string) => pair(cachePartition(owner, connection), name),
  audit: (tenant: string, at: Date, id: string) =>
    pair(join("audit", tenant, at.toISOString().slice(0, 7)), `${at.toISOString()}#${id}`),
};

export const cachePartition = ({ tenant, user }: Owner, connection: string) => join("cache", tenant, user, connection);
export const sharePartition = (group: string, account: string) => join("share", group, account);

/** The sparse index over connections whose refresh token would lapse if nobody used it. */
export const dueIndex = "due";
export const dueShards = 32;
export const dueShard = (shard: number) => `due#${shard}`;

/** Reads a connection's key back out of its row's key. */
export function connectionKeyOf(pk: string, sk: string) {
  const [, tenant = "", user = ""] = pk.split("#").map(decodeURIComponent);
  const [, provider = "", id = ""] = sk.split("#").map(decodeURIComponent);
  return { tenant, user, provider, id };
}
