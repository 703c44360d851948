// Deletes data keys that nothing is sealed under any more.
import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { mapInBatches } from "../../../lib/concurrency.ts";
import { tryWrite } from "../../../lib/store/dynamo.ts";
import { formatKeyId } from "../../../lib/vault/key-id.ts";
import type { KeyAdministration } from "./administration.ts";
import { countUses } from "./count-uses.ts";
import { listOldKeys, readStoredKeys, type StoredKey } from "./stored-keys.ts";

/**
 * Between the two times that nothing is found under a key. A Lambda seals with a key that it has in memory for up to 15 minutes, an hour
 * longer while KMS is out, and works on a row that it has read for up to 15 minutes; nobody does so after two hours.
 */
const retirementSeconds = 2 * 3600;

export interface Retirement {
  /** Deleted: nothing was sealed under them, two hours ago and now. */
  readonly retired: number;
  /** Nothing is sealed under them now. */
  readonly waiting: number;
  /** How many values are sealed under each of the others, by the key's id. */
  readonly inUse: ReadonlyMap<string, number>;
}

/** Marks old keys that are not in use, and deletes those that were marked two hours ago or longer and are not in use now. */
export async function retireDataKeys(administration: KeyAdministration): Promise<Retirement> {
  const old = listOldKeys(await readStoredKeys(administration));
  const uses = await countUses(administration);
  const now = Math.floor(administration.now() / 1000);
  const outcomes = await mapInBatches(old, 16, (key) => retireKey(administration, key, { uses, now }));
  const count = (outcome: KeyOutcome) => outcomes.filter((each) => each === outcome).length;
  const inUse = old.map(formatKeyId).filter((id) => uses.has(id));
  return {
    retired: count("retired"),
    waiting: count("waiting"),
    inUse: new Map(inUse.map((id) => [id, uses.get(id) ?? 0])),
  };
}

type KeyOutcome = "retired" | "waiting" | "in use";

async function retireKey(
  administration: KeyAdministration,
  key: StoredKey,
  { uses, now }: { readonly uses: ReadonlyMap<string, number>; readonly now: number },
): Promise<KeyOutcome> {
  if (uses.has(formatKeyId(key))) {
    if (key.retiringAt !== undefined) await markRetiring(administration, key, undefined);
    return "in use";
  }
  if (key.retiringAt === undefined) await markRetiring(administration, key, now);
  else if (now - key.retiringAt >= retirementSeconds) return deleteKey(administration, key);
  return "waiting";
}

/** @param at epoch seconds; undefined takes the mark away */
async function markRetiring({ client, tables }: KeyAdministration, { row }: StoredKey, at: number | undefined) {
  const change =
    at === undefined
      ? { UpdateExpression: "REMOVE retiringAt" }
      : { UpdateExpression: "SET retiringAt = :at", ExpressionAttributeValues: { ":at": { N: String(at) } } };
  const ConditionExpression = "attribute_exists(pk)";
  const update = new UpdateItemCommand({ TableName: tables.connections, Key: row, ConditionExpression, ...change });
  await tryWrite(client.send(update));
}

/** Only if the mark is still the one that was read: somebody else may have found the key in use. */
async function deleteKey({ client, tables }: KeyAdministration, { row, retiringAt }: StoredKey): Promise<KeyOutcome> {
  const deletion = new DeleteItemCommand({
    TableName: tables.connections,
    Key: row,
    ConditionExpression: "retiringAt = :since",
    ExpressionAttributeValues: { ":since": { N: String(retiringAt) } },
  });
  return (await tryWrite(client.send(deletion))) ? "retired" : "waiting";
}
