// Tables and a KMS key of their own, in which keys can be deleted without harm to the Lambdas of the stage under test.
import { randomBytes } from "node:crypto";
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  type KeyAdministration,
  type SealedTable,
  sealedTables,
} from "../../../../../infra/commands/data-keys/administration.ts";
import { createdTableName, keyAlias } from "../../../../../infra/names.ts";
import { tokenSealContext } from "../../../../../lib/connections/token-sets.ts";
import type { Connection } from "../../../../../lib/store/connection.ts";
import { createDataKeyStore } from "../../../../../lib/store/data-keys.ts";
import { toItem } from "../../../../../lib/store/item.ts";
import { type Item, key } from "../../../../../lib/store/table.ts";
import { createKeyService } from "../../../../../lib/vault/key-service.ts";
import { parseRecord } from "../../../../../lib/vault/record.ts";
import { createVault, type RotatingVault } from "../../../../../lib/vault/seal.ts";
import { aConnection } from "../../../../support/a-connection.ts";
import { dynamodb, kms } from "../../../../support/aws.ts";

export interface KeyWorld {
  readonly stage: string;
  readonly printed: string[];
  /** How far the clock is ahead, in milliseconds. */
  ahead: number;
  /** Another operator's process, or another Lambda. */
  administer(change?: Partial<KeyAdministration>): KeyAdministration;
  put(table: SealedTable, item: Item): Promise<void>;
  /** Stores a connection whose two tokens are sealed, and returns it as it was stored. */
  connect(user: string, tenant?: string): Promise<Connection>;
  /** Both tokens, opened by a Lambda that has no key in memory. */
  openTokens(of: Connection): Promise<string[]>;
  /** The versions of the keys that a stored connection's tokens are sealed under. */
  readVersions(of: Connection): Promise<(number | undefined)[]>;
  /** The names of the rows with keys: bucket and version. */
  listKeys(): Promise<string[]>;
}

const at = (of: Connection) => key.connection(of, of.provider, of.id);

/** @param buckets of each purpose and provider */
export async function createKeyWorld(buckets = 1): Promise<KeyWorld> {
  const stage = `k${randomBytes(4).toString("hex")}`;
  const tables = {
    connections: createdTableName(stage, "connections"),
    transient: createdTableName(stage, "transient"),
    deliveries: createdTableName(stage, "deliveries"),
  };
  const client = dynamodb();
  await Promise.all([...sealedTables.map((table) => createTable(tables[table])), createKey(keyAlias(stage))]);
  const openVault = (now: () => number): RotatingVault =>
    createVault({
      keys: createKeyService({ client: kms(), keyId: keyAlias(stage), stage }),
      store: createDataKeyStore(dynamodb(), tables.connections),
      ...{ buckets, maxKeyAgeDays: 365, deadlineMs: 20_000, clock: now, report: () => {} },
    });
  const read = async (of: Connection) =>
    (await client.send(new GetItemCommand({ TableName: tables.connections, Key: at(of), ConsistentRead: true }))).Item;
  const sealedTokens = async (of: Connection) => {
    const tokens = (await read(of))?.tokens?.M?.default?.M;
    return [tokens?.access?.B ?? Buffer.of(), tokens?.refresh?.B ?? Buffer.of()] as const;
  };
  const world: KeyWorld = {
    stage,
    printed: [],
    ahead: 0,
    administer: (change = {}) => {
      const now = () => Date.now() + world.ahead;
      const print = (line: string) => void world.printed.push(line);
      return { client, tables, vault: openVault(now), now, print, ...change };
    },
    async put(table, item) {
      await client.send(new PutItemCommand({ TableName: tables[table], Item: item }));
    },
    async connect(user, tenant = "c#acme") {
      const bare = aConnection({ user, tenant, id: `id-${user}` });
      const { vault } = world.administer();
      const seal = (kind: "access" | "refresh") =>
        vault.seal(`${kind}-token-of-${user}`, tokenSealContext(bare, "connection", "default", kind));
      const tokens = { default: { access: await seal("access"), refresh: await seal("refresh"), issuedAt: 1 } };
      const stored = { ...bare, tokens };
      await world.put("connections", { ...at(stored), ...toItem(stored) });
      return stored;
    },
    async openTokens(of) {
      const [access, refresh] = await sealedTokens(of);
      const { vault } = world.administer();
      return [
        await vault.unseal(access, tokenSealContext(of, "connection", "default", "access")),
        await vault.unseal(refresh, tokenSealContext(of, "connection", "default", "refresh")),
      ];
    },
    readVersions: async (of) => (await sealedTokens(of)).map((sealed) => parseRecord(sealed)?.keyId.version),
    async listKeys() {
      const { Items = [] } = await client.send(
        new ScanCommand({ TableName: tables.connections, ConsistentRead: true }),
      );
      const keys = Items.filter(({ pk }) => pk?.S?.startsWith("key#"));
      return keys.map(({ pk, sk }) => `${pk?.S?.slice(4)} ${sk?.S}`).sort();
    },
  };
  return world;
}

async function createTable(TableName: string): Promise<void> {
  const client = dynamodb();
  const keys = [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ] as const;
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [...keys],
      AttributeDefinitions: keys.map(({ AttributeName }) => ({ AttributeName, AttributeType: "S" })),
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, minDelay: 1, maxDelay: 2, maxWaitTime: 20 }, { TableName });
}

async function createKey(AliasName: string): Promise<void> {
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
  await kms().send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
}
