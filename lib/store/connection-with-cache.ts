// The account that is meant and what is kept for it: one call to DynamoDB, from its second use in a container on.
import { BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type CacheEntry, cacheRowKey, parseCacheEntry, readCache } from "./cache.ts";
import { type Connection, connection } from "./connection.ts";
import { sortNewestFirst } from "./connections.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { connectionSort, isAccountsRow, key, ownerPartition } from "./table.ts";

export interface ConnectionWithCacheQuery {
  readonly owner: Owner;
  readonly provider: string;
  /** Id of the connection; the one connected last unless given. */
  readonly account: string | undefined;
  /** Of what may be kept. */
  readonly name: string;
}

export interface ConnectionWithCache {
  readonly connection: Connection | undefined;
  readonly cached: CacheEntry | undefined;
}

interface Guess {
  readonly id: string;
  /** Of the row that changes with the owner's accounts; undefined where the id was given. */
  readonly stamp?: string | undefined;
}

/** Which connection was meant the last time. A guess only: what is read says whether it still holds. */
const guesses = new Map<string, Guess>();
const maxGuesses = 2000;

/**
 * Reads the connection (consistently: a disconnected account is gone at the next request) and the kept answer of that name.
 * @throws Problem provider_unavailable when the connection cannot be read; a cache that fails is an empty one
 */
export async function readConnectionWithCache(wanted: ConnectionWithCacheQuery): Promise<ConnectionWithCache> {
  const { owner, provider, account, name } = wanted;
  const who = JSON.stringify([owner.tenant, owner.user, provider]);
  const guess = account === undefined ? guesses.get(who) : { id: account };
  const found = guess && (await readGuessedConnection(wanted, guess).catch(() => undefined));
  if (found) return found;
  const { connections, stamp } = await readAccountConnections(owner, provider);
  const meant = account === undefined ? connections[0] : connections.find(({ id }) => id === account);
  if (meant === undefined) return { connection: undefined, cached: undefined };
  if (account === undefined && stamp !== undefined) rememberGuess(who, { id: meant.id, stamp });
  const kept = await readCache({ ...owner, connection: meant.id, name }).catch(() => undefined);
  return { connection: meant, cached: kept };
}

function rememberGuess(who: string, guess: Guess): void {
  guesses.delete(who);
  guesses.set(who, guess);
  const [oldest] = guesses.keys();
  if (guesses.size > maxGuesses && oldest !== undefined) guesses.delete(oldest);
}

async function readAccountConnections(owner: Owner, provider: string) {
  const rows = await queryAll({
    TableName: config("CONNECTIONS_TABLE").CONNECTIONS_TABLE,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":pk": { S: ownerPartition(owner) },
      ":first": key.accounts(owner, provider).sk,
      ":last": { S: `${connectionSort(provider)}~` },
    },
  });
  const connections = rows.filter((row) => !isAccountsRow(row)).map((row) => fromItem(connection, row));
  return { connections: sortNewestFirst(connections), stamp: rows.find(isAccountsRow)?.stamp?.S };
}

/** @returns undefined when the guess was wrong, or DynamoDB did not do all of it */
async function readGuessedConnection(
  { owner, provider, name }: ConnectionWithCacheQuery,
  { id, stamp }: Guess,
): Promise<ConnectionWithCache | undefined> {
  const { CONNECTIONS_TABLE, TRANSIENT_TABLE } = config("CONNECTIONS_TABLE", "TRANSIENT_TABLE");
  const Keys = [key.connection(owner, provider, id), ...(stamp === undefined ? [] : [key.accounts(owner, provider)])];
  const batch = new BatchGetItemCommand({
    RequestItems: {
      [CONNECTIONS_TABLE]: { Keys, ConsistentRead: true },
      [TRANSIENT_TABLE]: { Keys: [cacheRowKey({ ...owner, connection: id, name })] },
    },
  });
  const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(batch);
  const rows = Responses[CONNECTIONS_TABLE] ?? [];
  const row = rows.find((each) => !isAccountsRow(each));
  const isSame = rows.find(isAccountsRow)?.stamp?.S === stamp;
  if (row === undefined || !isSame || Object.keys(UnprocessedKeys).length > 0) return undefined;
  return { connection: fromItem(connection, row), cached: parseCacheEntry(Responses[TRANSIENT_TABLE]?.[0]) };
}
