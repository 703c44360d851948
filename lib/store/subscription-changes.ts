// Channels come and go together with the rows that belong to them, in one transaction each.
import { randomUUID } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import type { Connection } from "./connection.ts";
import { tryTransact } from "./dynamo.ts";
import { toItem } from "./item.ts";
import { outboxWrite } from "./outbox.ts";
import { hasEventRoute, type Subscription } from "./subscription.ts";
import { subscriptionKey, subscriptionUpdate } from "./subscriptions.ts";
import { key } from "./table.ts";

type SubscriptionChange = "active" | "lapsed" | "failed" | "stopped";

/**
 * Adds channels to a connection whose channels are still those that were read with it. Whoever disconnects meanwhile, or
 * adds others, makes this fail, so that no channel is left without its connection and none is added twice.
 * @returns false when the connection or its channels changed: read them again
 */
export async function addSubscriptions(to: Connection, added: readonly Subscription[]): Promise<boolean> {
  return tryTransact([...added.flatMap((one) => subscriptionPuts(to, one)), { Update: subscriptionSetUpdate(to) }]);
}

function subscriptionPuts({ tenant, user, provider, id }: Connection, added: Subscription): TransactWriteItem[] {
  const TableName = table();
  const Item = { ...subscriptionKey(added), ...toItem(added) };
  const owner = toItem({ tenant, user, provider, id });
  return [
    { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } },
    ...eventRouteKeys(added).map((row): TransactWriteItem => ({ Put: { TableName, Item: { ...row, ...owner } } })),
  ];
}

function subscriptionSetUpdate(of: Connection) {
  const { condition, values } = subscriptionSetCheck(of);
  return {
    TableName: table(),
    Key: key.connection(of, of.provider, of.id),
    UpdateExpression: "SET channelSet = :next",
    ConditionExpression: `attribute_exists(pk) AND ${condition}`,
    ExpressionAttributeValues: { ":next": { S: randomUUID() }, ...values },
  };
}

/** That a connection has got no channel since it was read. */
export function subscriptionSetCheck({ channelSet }: Connection) {
  if (channelSet === undefined) return { condition: "attribute_not_exists(channelSet)", values: {} };
  return { condition: "channelSet = :channelSet", values: { ":channelSet": { S: channelSet } } };
}

/**
 * Writes down what came of the work on a channel, if the claim still holds, and tells its user where it shows.
 * @returns the channel, still claimed; undefined when somebody else has taken it, or it is gone with its connection
 */
export async function settleSubscription(
  claimed: Subscription,
  change: Partial<Subscription>,
): Promise<Subscription | undefined> {
  const settled = { ...claimed, ...change, version: randomUUID() };
  const { version } = settled;
  const update = subscriptionUpdate(claimed, { ...change, version }, "#version = :claimed", {
    claimed: claimed.version,
  });
  const { status } = settled;
  const told =
    status === claimed.status || status === "pending" ? [] : [subscriptionChangeWrite(claimed, status, version)];
  return (await tryTransact([{ Update: update }, ...told])) ? settled : undefined;
}

/** Removes a channel that no longer exists at the provider, if the claim still holds. */
export async function removeSubscription(claimed: Subscription): Promise<boolean> {
  return tryTransact([...subscriptionDeletes(claimed), subscriptionChangeWrite(claimed, "stopped", claimed.version)]);
}

/** For the transaction that removes a channel as it was read. */
export function subscriptionDeletes(of: Subscription): TransactWriteItem[] {
  const TableName = table();
  const row = {
    TableName,
    Key: subscriptionKey(of),
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { S: of.version } },
  };
  return [{ Delete: row }, ...eventRouteKeys(of).map((Key): TransactWriteItem => ({ Delete: { TableName, Key } }))];
}

const eventRouteKeys = (of: Subscription) =>
  hasEventRoute(of) ? [key.eventRoute(of.provider, of.name, of, of.connection)] : [];

/** Told once per deed: the claim's version is in the key. */
function subscriptionChangeWrite(of: Subscription, status: SubscriptionChange, version: string): TransactWriteItem {
  const { tenant, user, provider, connection, name } = of;
  return outboxWrite({
    tenant,
    user,
    key: `channel#${connection}#${name}#${version}`,
    type: "channel.changed",
    data: { id: subscriptionId(of), provider, connectionId: connection, kind: of.kind, status },
  });
}

/** The id under which front ends and administrators name a channel: its key, in a form that fits a path. */
export function subscriptionId(of: Pick<Subscription, "tenant" | "user" | "provider" | "connection" | "name">): string {
  const parts = [of.tenant, of.user, of.provider, of.connection, of.name];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
