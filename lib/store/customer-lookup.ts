// Reads all that a lookup begins with: a tenant's connectors, their connections, and what is kept for the number. From the second
// lookup for a tenant in a container on, this is one call to DynamoDB.
import { BatchGetItemCommand } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { type Connection, connection as connectionSchema } from "./connection.ts";
import { readAccountConnections } from "./connection-with-cache.ts";
import { type Connector, connectorsRowKey, parseConnectors, readConnectors } from "./connectors.ts";
import { dynamo } from "./dynamo.ts";
import { fromItem } from "./item.ts";
import { type KeptCustomer, keptCustomerKey, parseKeptCustomer, readKeptCustomer } from "./kept-customers.ts";
import type { ConnectionKey, Owner } from "./owner.ts";
import { type Item, key } from "./table.ts";

/** A connector and the connection whose token it uses; undefined where there is none. */
export interface ConnectedConnector {
  readonly connector: Connector;
  readonly connection: Connection | undefined;
}

export interface LookupQuery {
  /** The tenant itself, see `tenantOwner`. */
  readonly owner: Owner;
  /** What an answer is kept under, by the connectors' version; undefined where none is kept. */
  readonly toName: (version: string) => string | undefined;
}

export interface Lookup {
  readonly version: string;
  /** In the tenant's order. */
  readonly connectors: readonly ConnectedConnector[];
  readonly kept: KeptCustomer | undefined;
}

interface Accounts {
  readonly owner: Owner;
  readonly provider: string;
  /** Of the row that changes when one of the owner's connections comes or goes. */
  readonly stamp: string | undefined;
}

/** What was found the last time. The version and the stamps show whether it is still right. */
interface Guess {
  readonly version: string;
  readonly accounts: readonly Accounts[];
  readonly connections: readonly ConnectionKey[];
}

const guesses = new Map<string, Guess>();
const maxGuesses = 2000;

/**
 * Connectors and connections are read consistently, so that neither a removed connector nor a disconnected account is used again.
 * @throws Problem provider_unavailable if they cannot be read; if only what is kept cannot be read, it counts as nothing
 */
export async function readLookup(query: LookupQuery): Promise<Lookup> {
  const { owner, toName } = query;
  const guess = guesses.get(owner.tenant);
  const found = guess && (await readGuessed(query, guess).catch(() => undefined));
  if (found) return found;
  const { version, connectors } = await readConnectors(owner);
  const picked = await Promise.all(connectors.map((connector) => pickConnection(owner, connector)));
  remember(owner.tenant, {
    version,
    accounts: picked.flatMap(({ accounts }) => accounts),
    connections: picked.flatMap(({ connection }) => connection ?? []),
  });
  const name = toName(version);
  const kept = name === undefined ? undefined : await readKeptCustomer(owner, name).catch(() => undefined);
  return { version, connectors: picked, kept };
}

/** Reads a tenant's connector with its connection, as a lookup would use them. */
export async function readConnectedConnectors(owner: Owner): Promise<readonly ConnectedConnector[]> {
  const { connectors } = await readConnectors(owner);
  return Promise.all(connectors.map((connector) => pickConnection(owner, connector)));
}

function remember(tenant: string, guess: Guess): void {
  guesses.delete(tenant);
  guesses.set(tenant, guess);
  const [oldest] = guesses.keys();
  if (guesses.size > maxGuesses && oldest !== undefined) guesses.delete(oldest);
}

/** The tenant's connection by its agreed name, or else its only one; the user's in the same way where the tenant has none. */
async function pickConnection(owner: Owner, connector: Connector) {
  const { provider, user } = connector;
  const owners = user === undefined ? [owner] : [owner, user];
  const read = await Promise.all(
    owners.map(async (one) => ({ owner: one, provider, ...(await readAccountConnections(one, provider)) })),
  );
  const { connections: [only, ...more] = [] } = read.find(({ connections }) => connections.length > 0) ?? {};
  const named = [only, ...more].find((one) => one?.integrationId === `${provider}_${owner.user}`);
  const connection = named ?? (more.length === 0 ? only : undefined);
  return { connector, connection, accounts: read.map(({ connections: _, ...accounts }): Accounts => accounts) };
}

/** @returns undefined if the guess was wrong or DynamoDB did not return everything */
async function readGuessed({ owner, toName }: LookupQuery, guess: Guess): Promise<Lookup | undefined> {
  const { CONNECTIONS_TABLE, TRANSIENT_TABLE } = config("CONNECTIONS_TABLE", "TRANSIENT_TABLE");
  const name = toName(guess.version);
  const keptKey = name === undefined ? undefined : keptCustomerKey(owner, name);
  const setKey = connectorsRowKey(owner);
  const accountKeys = guess.accounts.map((of) => key.accounts(of.owner, of.provider));
  const connectionKeys = guess.connections.map((of) => key.connection(of, of.provider, of.id));
  const batch = new BatchGetItemCommand({
    RequestItems: {
      [CONNECTIONS_TABLE]: { Keys: [setKey, ...accountKeys, ...connectionKeys], ConsistentRead: true },
      ...(keptKey && { [TRANSIENT_TABLE]: { Keys: [keptKey] } }),
    },
  });
  const { Responses = {}, UnprocessedKeys = {} } = await dynamo.send(batch);
  const rows = Responses[CONNECTIONS_TABLE] ?? [];
  const { version, connectors } = parseConnectors(findRow(rows, setKey));
  const isUnchanged =
    version === guess.version &&
    guess.accounts.every(({ stamp }, at) => findRow(rows, accountKeys[at])?.stamp?.S === stamp);
  if (!isUnchanged || Object.keys(UnprocessedKeys).length > 0) return undefined;
  const found = connectionKeys.map((of) => findRow(rows, of));
  if (found.includes(undefined)) return undefined;
  const connections = found.flatMap((row) => (row === undefined ? [] : [fromItem(connectionSchema, row)]));
  return {
    version,
    connectors: connectors.map((connector) => ({
      connector,
      connection: connections.find(({ provider }) => provider === connector.provider),
    })),
    kept: parseKeptCustomer((Responses[TRANSIENT_TABLE] ?? [])[0]),
  };
}

const findRow = (rows: readonly Item[], of: Item | undefined): Item | undefined =>
  rows.find(({ pk, sk }) => pk?.S === of?.pk?.S && sk?.S === of?.sk?.S);
