// Reads and updates subscriptions. Each change that can race is one conditional write.
import { randomUUID } from "node:crypto";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, parseReadableItems, toItem, updateExpression } from "./item.ts";
import type { ConnectionKey, Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { type Subscription, subscriptionSchema } from "./subscription.ts";
import { connectionsWithSubscriptionsRange, type Item, key, ownerPartition, subscriptionSort } from "./table.ts";

export const readSubscriptions = (of: ConnectionKey): Promise<Subscription[]> =>
  querySubscriptions(of, subscriptionSort(of.provider, of.id));

export const listSubscriptions = (owner: Owner): Promise<Subscription[]> =>
  querySubscriptions(owner, connectionsWithSubscriptionsRange[0]);

async function querySubscriptions(owner: Owner, prefix: string): Promise<Subscription[]> {
  const items = await queryAll({
    TableName: table(),
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": { S: ownerPartition(owner) }, ":sk": { S: prefix } },
  });
  return parseSubscriptions(items);
}

/** Parses rows. Unreadable ones are left out and counted for an alarm. */
export const parseSubscriptions = (items: readonly Item[]): Subscription[] =>
  parseReadableItems(subscriptionSchema, items, "subscription");

export async function readSubscription(of: ConnectionKey, name: string): Promise<Subscription | undefined> {
  const Key = key.subscription(of, of.provider, of.id, name);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item && fromItem(subscriptionSchema, Item);
}

/** Moves the cursor if it is still at `from`; a numeric one (`counts`) only forward. @returns whether this call moved it */
export async function advanceCursor(of: Subscription, from: string | undefined, to: string): Promise<boolean> {
  const isCounting = /^\d+$/.test(to) && /^\d+$/.test(from ?? "");
  if (from === to || (of.counts === true && isCounting && BigInt(to) < BigInt(from ?? "0"))) return false;
  const unmovedCondition = from === undefined ? "attribute_not_exists(#cursor)" : "#cursor = :from";
  return updateSubscription(of, { cursor: to }, `attribute_exists(pk) AND ${unmovedCondition}`, { from });
}

const minEventIntervalSeconds = 60;

/** Records when the last event arrived, at most once a minute. @param at epoch seconds */
export async function recordEventTime(of: Subscription, at: number): Promise<void> {
  if (of.lastEventAt !== undefined && of.lastEventAt > at - minEventIntervalSeconds) return;
  const newerCondition = "attribute_exists(pk) AND (attribute_not_exists(lastEventAt) OR lastEventAt < :lastEventAt)";
  await updateSubscription(of, { lastEventAt: at }, newerCondition);
}

/** Claims a subscription for one caller. @param until when it is due again after a crash, epoch seconds @returns undefined if it changed since it was read */
export async function claimSubscription(of: Subscription, until: number): Promise<Subscription | undefined> {
  const change = { version: randomUUID(), dueAt: until };
  // Its own new version counts too: the AWS client repeats a write whose answer was lost.
  const isFree = `${unchanged} OR #version = :version`;
  return (await updateSubscription(of, change, isFree, { seen: of.version })) ? { ...of, ...change } : undefined;
}

export async function pauseSubscription(of: Subscription): Promise<void> {
  await updateSubscription(of, { due: undefined, dueAt: undefined }, unchanged, { seen: of.version });
}

const unchanged = "#version = :seen";

/** Updates fields of a subscription, see {@link subscriptionUpdate}. @returns false if the condition failed */
export async function updateSubscription(
  of: Subscription,
  change: Partial<Record<keyof Subscription, unknown>>,
  ConditionExpression: string,
  values: Record<string, unknown> = {},
): Promise<boolean> {
  return tryWrite(dynamo.send(new UpdateItemCommand(subscriptionUpdate(of, change, ConditionExpression, values))));
}

/** @param ConditionExpression may use `#version`, `#cursor` and the values @param values without the leading colon */
export function subscriptionUpdate(
  of: Subscription,
  change: Partial<Record<keyof Subscription, unknown>>,
  ConditionExpression: string,
  values: Record<string, unknown>,
) {
  const update = updateExpression(change);
  const names = ["version", "cursor"].filter((name) => ConditionExpression.includes(`#${name}`));
  const valueEntries = Object.entries(values).map(([name, value]) => [`:${name}`, value] as const);
  return {
    TableName: table(),
    Key: subscriptionKey(of),
    UpdateExpression: update.UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames: {
      ...update.ExpressionAttributeNames,
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...toItem(Object.fromEntries(valueEntries)) },
  };
}

export const subscriptionKey = (of: Subscription) => key.subscription(of, of.provider, of.connection, of.name);

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
