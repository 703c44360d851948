// Push channels: over which a provider tells us about one connection. Each change that can race is one conditional write.
import { randomUUID } from "node:crypto";
import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import type { ConnectionKey } from "./connections.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, toItem, updateExpression } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { type Subscription, subscriptionSchema } from "./subscription.ts";
import { connectionsWithSubscriptionsRange, type Item, key, ownerPartition, subscriptionSort } from "./table.ts";

/** The channels of one connection. A row that cannot be read is left out, and an alarm raised. */
export const readSubscriptions = (of: ConnectionKey): Promise<Subscription[]> =>
  querySubscriptions(of, subscriptionSort(of.provider, of.id));

/** The channels of all of a user's connections. */
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

export function parseSubscriptions(items: readonly Item[]): Subscription[] {
  return items.flatMap((item) => {
    try {
      return [fromItem(subscriptionSchema, item)];
    } catch (error) {
      count("RowUnreadable");
      log.error("a channel's row cannot be read", describeError(error));
      return [];
    }
  });
}

export async function readSubscription(of: ConnectionKey, name: string): Promise<Subscription | undefined> {
  const Key = key.subscription(of, of.provider, of.id, name);
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item && fromItem(subscriptionSchema, Item);
}

/**
 * Moves the place up to which the provider's changes were read, if it still stands where we began to read.
 * A counting cursor moves forward only; any other is replaced.
 * @returns whether this call has moved it
 */
export async function advanceCursor(of: Subscription, from: string | undefined, to: string): Promise<boolean> {
  const isCounting = /^\d+$/.test(to) && /^\d+$/.test(from ?? "");
  if (from === to || (of.counts === true && isCounting && BigInt(to) < BigInt(from ?? "0"))) return false;
  const unmoved = from === undefined ? "attribute_not_exists(#cursor)" : "#cursor = :from";
  return updateSubscription(of, { cursor: to }, `attribute_exists(pk) AND ${unmoved}`, { from });
}

const minNoteSeconds = 60;

/** Notes that something arrived over a channel, at most once a minute. @param at epoch seconds */
export async function recordEventTime(of: Subscription, at: number): Promise<void> {
  if (of.lastEventAt !== undefined && of.lastEventAt > at - minNoteSeconds) return;
  const isNews = "attribute_exists(pk) AND (attribute_not_exists(lastEventAt) OR lastEventAt < :lastEventAt)";
  await updateSubscription(of, { lastEventAt: at }, isNews);
}

/**
 * Takes a channel to work on it: of many callers with the same row exactly one gets it.
 * @param until when somebody else may take it, should this one never be heard of again; epoch seconds
 */
export async function claimSubscription(of: Subscription, until: number): Promise<Subscription | undefined> {
  const change = { version: randomUUID(), dueAt: until };
  return (await updateSubscription(of, change, unchanged, { seen: of.version })) ? { ...of, ...change } : undefined;
}

/** Takes a channel out of the index of what is due, until somebody looks at it for another reason. */
export async function pauseSubscription(of: Subscription): Promise<void> {
  await updateSubscription(of, { due: undefined, dueAt: undefined }, unchanged, { seen: of.version });
}

const unchanged = "#version = :seen";

/** Writes fields of a channel under a condition, as {@link subscriptionUpdate} words it. @returns false when it did not hold */
export async function updateSubscription(
  of: Subscription,
  change: Partial<Record<keyof Subscription, unknown>>,
  ConditionExpression: string,
  values: Record<string, unknown> = {},
): Promise<boolean> {
  return tryWrite(dynamo.send(new UpdateItemCommand(subscriptionUpdate(of, change, ConditionExpression, values))));
}

/** An update of a channel's row; the condition may name `#version` and `#cursor`. */
export function subscriptionUpdate(
  of: Subscription,
  change: Partial<Record<keyof Subscription, unknown>>,
  ConditionExpression: string,
  values: Record<string, unknown>,
) {
  const update = updateExpression(change);
  const names = ["version", "cursor"].filter((name) => ConditionExpression.includes(`#${name}`));
  const given = Object.entries(values).map(([name, value]) => [`:${name}`, value] as const);
  return {
    TableName: table(),
    Key: subscriptionKey(of),
    UpdateExpression: update.UpdateExpression,
    ConditionExpression,
    ExpressionAttributeNames: {
      ...update.ExpressionAttributeNames,
      ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...toItem(Object.fromEntries(given)) },
  };
}

export const subscriptionKey = (of: Subscription) => key.subscription(of, of.provider, of.connection, of.name);

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
