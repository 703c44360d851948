// Adds, changes and removes subscriptions together with the rows that belong to them, in one transaction.
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
 * Adds subscriptions to a connection. It fails if the connection was removed or got other subscriptions since it was read, so
 * that no subscription is left without its connection or added twice.
 * @returns false if the connection or its subscriptions changed: read them again
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

/** The condition that no subscription was added to a connection since it was read. */
export function subscriptionSetCheck({ channelSet }: Connection) {
  if (channelSet === undefined) return { condition: "attribute_not_exists(channelSet)", values: {} };
  return { condition: "channelSet = :channelSet", values: { ":channelSet": { S: channelSet } } };
}

/** Stores the result of work on a claimed subscription and tells its user of a new status. @returns it, still claimed; undefined if the claim is lost */
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
  const outboxWrites =
    status === claimed.status || status === "pending" ? [] : [subscriptionChangeWrite(claimed, status, version)];
  return (await tryTransact([{ Update: update }, ...outboxWrites])) ? settled : undefined;
}

/** Removes a subscription that was stopped at the provider. @returns false if the caller no longer holds the claim */
export async function removeSubscription(claimed: Subscription): Promise<boolean> {
  return tryTransact([...subscriptionDeletes(claimed), subscriptionChangeWrite(claimed, "stopped", claimed.version)]);
}

/** The deletes of a subscription and its event route; they fail if it changed since it was read. */
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

/** The outbox message about a new status. Its key contains the version, so each change is reported once. */
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

/** The public id of a subscription: its key, encoded for a URL path. */
export function subscriptionId(of: Pick<Subscription, "tenant" | "user" | "provider" | "connection" | "name">): string {
  const parts = [of.tenant, of.user, of.provider, of.connection, of.name];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
