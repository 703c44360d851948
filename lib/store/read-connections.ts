import { BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { parseConnections } from "./connections.ts";
import { dynamo } from "./dynamo.ts";
import type { Item } from "./table.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const maxKeys = 100;
const maxAttempts = 5;

interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

/**
 * Reads up to 100 connections by their rows' keys, consistently. Those that are gone, and rows that cannot be read, are left out.
 * @returns each by its place among the keys @throws Problem provider_unavailable if DynamoDB does not return all of them
 */
export async function readConnections(keys: readonly RowKey[]): Promise<ReadonlyMap<RowKey, Connection>> {
  if (keys.length > maxKeys) throw new RangeError(`At most ${maxKeys} connections are read at once.`);
  const rows = new Map((await readRows(keys)).map((row) => [joinKey({ pk: row.pk?.S, sk: row.sk?.S }), row]));
  return new Map(
    keys.flatMap((key) => {
      const row = rows.get(joinKey(key));
      const [found] = row === undefined ? [] : parseConnections([row]);
      return found === undefined ? [] : [[key, found] as const];
    }),
  );
}

const joinKey = ({ pk, sk }: { pk?: string | undefined; sk?: string | undefined }): string => JSON.stringify([pk, sk]);

/** DynamoDB answers at most 16 MB at once, and less when it is busy; the rest is asked for again. */
async function readRows(keys: readonly RowKey[]): Promise<Item[]> {
  const { CONNECTIONS_TABLE: table } = config("CONNECTIONS_TABLE");
  const found: Item[] = [];
  let Keys: Item[] = keys.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
  for (let attempt = 0; Keys.length > 0; attempt += 1) {
    if (attempt === maxAttempts)
      throw new Problem("provider_unavailable", { detail: "The store is busy.", retryAfter: 2 });
    const get = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(get);
    found.push(...(Responses[table] ?? []));
    Keys = UnprocessedKeys[table]?.Keys ?? [];
  }
  return found;
}
