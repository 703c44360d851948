// Accounts whose connection was deleted with its user's data: events of theirs that were under way are not kept. Beside the claims of
// events, by hashes.
import { createHash } from "node:crypto";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { mapInParallel } from "../concurrency.ts";
import { config } from "../config.ts";
import { dynamo } from "./dynamo.ts";
import { type Item, key } from "./table.ts";

/** Longer than a message can wait: four days in its queue, and fourteen as a dead letter. */
const retentionSeconds = 20 * 86_400;
const maxConcurrentRows = 10;

const toRowKey = (provider: string, name: string): Item =>
  key.claim(provider, `ended#${createHash("sha256").update(name).digest("base64url")}`);

/** @param names by which events were routed to a connection @param now epoch seconds */
export async function markRoutesEnded(provider: string, names: readonly string[], now: number): Promise<void> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  await mapInParallel([...new Set(names)], maxConcurrentRows, (name) => {
    const Item = { ...toRowKey(provider, name), ttl: { N: String(now + retentionSeconds) } };
    return dynamo.send(new PutItemCommand({ TableName, Item }));
  });
}

/** Whether one of these names was that of a deleted account. @param now epoch seconds */
export async function hasEndedRoute(provider: string, names: readonly string[], now: number): Promise<boolean> {
  const { DELIVERIES_TABLE: TableName } = config("DELIVERIES_TABLE");
  const rows = await mapInParallel(names, maxConcurrentRows, (name) =>
    dynamo.send(new GetItemCommand({ TableName, Key: toRowKey(provider, name) })),
  );
  return rows.some(({ Item }) => Number(Item?.ttl?.N ?? 0) > now);
}
