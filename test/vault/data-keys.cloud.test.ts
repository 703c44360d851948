import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  DeleteTableCommand,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDataKeyStore } from "../../lib/store/data-keys.ts";
import { getVaultFailure } from "../../lib/vault/failures.ts";
import { createKeyService } from "../../lib/vault/key-service.ts";
import { parseRecord } from "../../lib/vault/record.ts";
import { createVault, type VaultOptions } from "../../lib/vault/seal.ts";
import { getVaultFromEnvironment } from "../../lib/vault/vault.ts";
import { dynamodb, kms } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { context, minute } from "./world.ts";

const name = `vault-${randomUUID()}`;
const alias = `alias/${name}`;
const table = dynamodb();
const keys = kms();
const store = createDataKeyStore(table, name);
const soon = () => AbortSignal.timeout(10_000);
let keyId = "";
let provider = "";

beforeAll(async () => {
  const hash = { AttributeName: "pk", KeyType: "HASH" } as const;
  const range = { AttributeName: "sk", KeyType: "RANGE" } as const;
  const AttributeDefinitions = [hash, range].map(
    ({ AttributeName }) => ({ AttributeName, AttributeType: "S" }) as const,
  );
  const BillingMode = "PAY_PER_REQUEST";
  await table.send(
    new CreateTableCommand({ TableName: name, KeySchema: [hash, range], AttributeDefinitions, BillingMode }),
  );
  await waitUntilTableExists({ client: table, minDelay: 1, maxDelay: 2, maxWaitTime: 20 }, { TableName: name });
  keyId = (await keys.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? "";
  await keys.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyId }));
});
beforeEach(() => {
  provider = `provider-${randomUUID().slice(0, 8)}`;
});
afterAll(() => table.send(new DeleteTableCommand({ TableName: name })));

const vault = (options: Partial<VaultOptions> = {}) =>
  createVault({
    keys: createKeyService({ client: kms(), keyId: alias, stage: "test" }),
    store: createDataKeyStore(dynamodb(), name),
    buckets: 1,
    maxKeyAgeDays: 365,
    report: () => {},
    deadlineMs: 20_000,
    ...options,
  });
const rows = async () => (await table.send(new ScanCommand({ TableName: name }))).Items ?? [];
const listOwnerRows = async (owner: string) => (await rows()).filter(({ pk }) => pk?.S?.includes(`#${owner}#`));
const getFailure = (work: Promise<unknown>) => work.then(() => undefined, getVaultFailure);

test("opens in one Lambda what another sealed, through the emulated KMS and DynamoDB", async () => {
  const sealed = await vault().seal("token", { ...context, provider });
  expect(await vault().unseal(sealed, { ...context, provider })).toBe("token");
});

test("keeps the wrapped key under the purpose, provider and bucket that IAM conditions name, without an expiry", async () => {
  await vault().seal("token", { ...context, provider });
  const [row] = await listOwnerRows(provider);
  expect(row).toEqual({
    pk: { S: `key#connection#${provider}#0` },
    sk: { S: "v#000001" },
    wrapped: { B: expect.any(Uint8Array) },
    createdAt: { N: expect.stringMatching(/^\d{10}$/) },
  });
});

test("creates one key when many Lambdas race for a new bucket, and all of them can read every record", async () => {
  const vaults = Array.from({ length: 10 }, () => vault());
  const sealed = await Promise.all(vaults.map((each, index) => each.seal(`token ${index}`, { ...context, provider })));
  expect(await listOwnerRows(provider)).toHaveLength(1);
  const opened = await Promise.all(
    vaults.map((each, index) => each.unseal(sealed.at(index - 1) ?? Buffer.of(), { ...context, provider })),
  );
  expect(opened.toSorted()).toEqual(sealed.map((_, index) => `token ${index}`).toSorted());
});

test("finds the tenth version newer than the ninth", async () => {
  const bucket = { purpose: "cache", provider, bucket: 0 };
  for (const version of [9, 10])
    await store.claim(bucket, { version, wrapped: Buffer.of(version), createdAt: version }, soon());
  expect(await store.newest(bucket, soon())).toEqual({ version: 10, wrapped: Uint8Array.of(10), createdAt: 10 });
});

test("gives a version to the first who claims it and keeps what that one wrote", async () => {
  const bucket = { purpose: "cache", provider, bucket: 0 };
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      store.claim(bucket, { version: 1, wrapped: Buffer.of(index), createdAt: 1 }, soon()),
    ),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  const kept = await store.read(bucket, 1, soon());
  expect(kept?.wrapped).toEqual(Uint8Array.of(claims.indexOf(true)));
});

test("reads old records and writes under the new version after a rotation", async () => {
  const one = vault();
  const old = await one.seal("old", { ...context, provider });
  expect(await one.rotate({ purpose: "connection", provider, bucket: 0 })).toBe(2);
  const fresh = await one.seal("fresh", { ...context, provider });
  expect(parseRecord(fresh)?.keyId.version).toBe(2);
  const other = vault();
  expect(await other.unseal(old, { ...context, provider })).toBe("old");
  expect(await other.unseal(fresh, { ...context, provider })).toBe("fresh");
});

test("refuses a wrapped key that was copied to another provider, as its encryption context is another", async () => {
  await vault().seal("token", { ...context, provider });
  const [row] = await listOwnerRows(provider);
  const thief = `${provider}-2`;
  await table.send(
    new PutItemCommand({
      TableName: name,
      Item: { ...row, pk: { S: `key#connection#${thief}#0` }, sk: { S: "v#000001" } },
    }),
  );
  expect(await getFailure(vault().seal("token", { ...context, provider: thief }))).toBe("VaultDenied");
});

test("refuses a row that is no data key instead of making a new one over it", async () => {
  const Item = { pk: { S: `key#connection#${provider}#0` }, sk: { S: "v#000001" }, wrapped: { S: "text" } };
  await table.send(new PutItemCommand({ TableName: name, Item }));
  expect(await getFailure(vault().seal("token", { ...context, provider }))).toBe("VaultDenied");
  expect(await listOwnerRows(provider)).toEqual([Item]);
});

test("fails closed while the key is disabled, also with a cached key past its time, and recovers by itself", async () => {
  let now = Date.now();
  const warm = vault({ clock: () => now });
  const sealed = await warm.seal("token", { ...context, provider });
  await keys.send(new DisableKeyCommand({ KeyId: keyId }));
  now += 15 * minute;
  expect(await getFailure(warm.unseal(sealed, { ...context, provider }))).toBe("VaultDenied");
  await keys.send(new EnableKeyCommand({ KeyId: keyId }));
  expect(await warm.unseal(sealed, { ...context, provider })).toBe("token");
});

test("builds the vault of a Lambda from its environment, once", async () => {
  vi.stubEnv("STAGE", undefined);
  expect(getVaultFromEnvironment).toThrow("STAGE");
  const aws = { AWS_ENDPOINT_URL: cloud().awsEndpoint, AWS_REGION: "us-east-1" };
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const ours = { STAGE: "test", KMS_KEY_ID: alias, KEY_BUCKETS: "1", KEY_MAX_AGE_DAYS: "365", CONNECTIONS_TABLE: name };
  for (const [key, value] of Object.entries({ ...aws, ...credentials, ...ours })) vi.stubEnv(key, value);
  const sealed = await getVaultFromEnvironment().seal("token", { ...context, provider });
  expect(await vault().unseal(sealed, { ...context, provider })).toBe("token");
  expect(getVaultFromEnvironment()).toBe(getVaultFromEnvironment());
  vi.unstubAllEnvs();
});
