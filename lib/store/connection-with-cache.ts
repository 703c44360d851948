// Reads a connection and a cached response for it. From the second use in a container on, this is one call to DynamoDB.
import { BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type CacheEntry, type CacheKey, type CacheName, cacheRowKey, parseCacheEntry, readCache } from "./cache.ts";
import {
  type ChangeScope,
  type ChangeTimes,
  listChangeKeys,
  parseChanges,
  readRowWithChanges,
} from "./changed-resources.ts";
import { type Connection, connection } from "./connection.ts";
import { sortNewestFirst } from "./connections.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { queryAll } from "./query-all.ts";
import { connectionSort, type Item, isAccountsRow, key, ownerPartition } from "./table.ts";

export interface ConnectionWithCacheQuery {
  readonly owner: Owner;
  readonly provider: string;
  /** Id of the connection; the most recently connected one unless given. */
  readonly account: string | undefined;
  readonly name: CacheName;
  /** Whether to read what changed at the provider too. */
  readonly withChanges?: boolean;
  /** A resource of which the tenant's own hooks may tell, if changes are read. */
  readonly resource?: string | undefined;
}

export interface ConnectionWithCache {
  readonly connection: Connection | undefined;
  readonly cached: CacheEntry | undefined;
  /** Empty unless asked for. */
  readonly changes: ChangeTimes;
}

interface Guess {
  readonly id: string;
  /** Stamp of the row that changes with the owner's accounts; undefined if the caller gave the id. */
  readonly stamp?: string | undefined;
}

/** The connection selected the last time, per owner and provider. The stamp shows whether the guess is still right. */
const guesses = new Map<string, Guess>();
const maxGuesses = 2000;

/**
 * Reads the connection (consistently, so a disconnected account is gone at the next request) and the cache entry.
 * @throws Problem provider_unavailable if the connection cannot be read; if only the cache fails, `cached` is undefined
 */
export async function readConnectionWithCache(wanted: ConnectionWithCacheQuery): Promise<ConnectionWithCache> {
  const { owner, provider, account, name } = wanted;
  const guessKey = JSON.stringify([owner.tenant, owner.user, provider]);
  const guess = account === undefined ? guesses.get(guessKey) : { id: account };
  const found = guess && (await readGuessedConnection(wanted, guess).catch(() => undefined));
  if (found) return found;
  const { connections, stamp } = await readAccountConnections(owner, provider);
  const selected = account === undefined ? connections[0] : connections.find(({ id }) => id === account);
  if (selected === undefined) return { connection: undefined, cached: undefined, changes: new Map() };
  if (account === undefined && stamp !== undefined) rememberGuess(guessKey, { id: selected.id, stamp });
  const at = { ...owner, connection: selected.id, name };
  const rest = await readCacheAndChanges(at, wanted).catch(() => ({ cached: undefined, changes: new Map() }));
  return { connection: selected, ...rest };
}

async function readCacheAndChanges(at: CacheKey, wanted: ConnectionWithCacheQuery) {
  const scope = getChangeScope(wanted);
  if (scope === undefined) return { cached: await readCache(at), changes: new Map() };
  return parseTransientRows(at, await readRowWithChanges(cacheRowKey(at), scope));
}

const getChangeScope = ({
  owner,
  provider,
  resource,
  withChanges,
}: ConnectionWithCacheQuery): ChangeScope | undefined =>
  withChanges === true ? { provider, tenant: owner.tenant, resource } : undefined;

function parseTransientRows(at: CacheKey, rows: readonly Item[]) {
  const { sk } = cacheRowKey(at);
  return { cached: parseCacheEntry(rows.find((row) => row.sk?.S === sk?.S)), changes: parseChanges(rows) };
}

function rememberGuess(guessKey: string, guess: Guess): void {
  guesses.delete(guessKey);
  guesses.set(guessKey, guess);
  const [oldest] = guesses.keys();
  if (guesses.size > maxGuesses && oldest !== undefined) guesses.delete(oldest);
}

/** An owner's connections to a provider, the newest first, with the stamp that changes when one comes or goes. */
export async function readAccountConnections(owner: Owner, provider: string) {
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

/** @returns undefined if the guess was wrong or DynamoDB did not return everything */
async function readGuessedConnection(
  wanted: ConnectionWithCacheQuery,
  { id, stamp }: Guess,
): Promise<ConnectionWithCache | undefined> {
  const { owner, provider, name } = wanted;
  const scope = getChangeScope(wanted);
  const { CONNECTIONS_TABLE, TRANSIENT_TABLE } = config("CONNECTIONS_TABLE", "TRANSIENT_TABLE");
  const Keys = [key.connection(owner, provider, id), ...(stamp === undefined ? [] : [key.accounts(owner, provider)])];
  const at = { ...owner, connection: id, name };
  const batch = new BatchGetItemCommand({
    RequestItems: {
      [CONNECTIONS_TABLE]: { Keys, ConsistentRead: true },
      [TRANSIENT_TABLE]: { Keys: [cacheRowKey(at), ...(scope === undefined ? [] : listChangeKeys(scope))] },
    },
  });
  const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(batch);
  const rows = Responses[CONNECTIONS_TABLE] ?? [];
  const row = rows.find((each) => !isAccountsRow(each));
  const isStampUnchanged = rows.find(isAccountsRow)?.stamp?.S === stamp;
  if (row === undefined || !isStampUnchanged || Object.keys(UnprocessedKeys).length > 0) return undefined;
  return { connection: fromItem(connection, row), ...parseTransientRows(at, Responses[TRANSIENT_TABLE] ?? []) };
}
