// A rotation beside the Lambdas of a stage, which keep the key of before in memory.
import { beforeAll, beforeEach, expect, test } from "vitest";
import { resealStage, rotateDataKeys } from "../../../../infra/commands/data-keys/rotate.ts";
import { keyAlias } from "../../../../infra/names.ts";
import { createDataKeyStore } from "../../../../lib/store/data-keys.ts";
import type { KeyId } from "../../../../lib/vault/key-id.ts";
import { createKeyService } from "../../../../lib/vault/key-service.ts";
import { parseRecord } from "../../../../lib/vault/record.ts";
import { createVault } from "../../../../lib/vault/seal.ts";
import { connectAccount } from "../../../integrations/support/connections.ts";
import { resetWorld } from "../../../integrations/support/reset.ts";
import { clearRows, listRows } from "../../../integrations/support/tables.ts";
import { createUser, type TestUser } from "../../../integrations/support/test-user.ts";
import { dynamodb, kms, tableName } from "../../../support/aws.ts";
import { cloud } from "../../../support/cloud.ts";

// Tests before have left rows that were changed so that they do not open.
beforeAll(() => clearRows("connections", "owner#"));
beforeEach(resetWorld);

const administer = () => {
  const tables = {
    connections: tableName("connections"),
    transient: tableName("transient"),
    deliveries: tableName("deliveries"),
  };
  const { stage } = cloud();
  const vault = createVault({
    keys: createKeyService({ client: kms(), keyId: keyAlias(stage), stage }),
    store: createDataKeyStore(dynamodb(), tables.connections),
    ...{ buckets: 16, maxKeyAgeDays: 365, deadlineMs: 20_000, report: () => {} },
  });
  return { client: dynamodb(), tables, vault, now: Date.now, print: () => {} };
};
const rotate = () => rotateDataKeys(administer(), { tenant: undefined, buckets: 16 });

async function readKeyIds({ sub }: TestUser): Promise<KeyId[]> {
  const [row] = (await listRows("connections", "owner#")).filter(
    ({ user, sk }) => user === sub && sk.startsWith("conn#"),
  );
  const sets = Object.values((row?.tokens ?? {}) as Record<string, Record<string, unknown>>);
  const sealed = sets.flatMap((set) => Object.values(set)).filter((value) => value instanceof Uint8Array);
  return sealed.flatMap((bytes) => parseRecord(bytes)?.keyId ?? []);
}
const readVersions = async (user: TestUser) => (await readKeyIds(user)).map(({ version }) => version);

/** The newest version of the key that each token is sealed under. */
async function readNewestVersions(user: TestUser): Promise<(number | undefined)[]> {
  const store = createDataKeyStore(dynamodb(), tableName("connections"));
  const newest = (await readKeyIds(user)).map((id) => store.newest(id, AbortSignal.timeout(10_000)));
  return (await Promise.all(newest)).map((key) => key?.version);
}
const read = async (user: TestUser) => (await user.get("/api/integrations/slack/channels?refresh=true")).status;
const refresh = async (user: TestUser) => (await user.post("/api/integrations/slack/refresh")).status;

test("a connection works before, during and after a rotation, and its tokens move to the new key", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  expect(await read(user)).toBe(200);
  // A warm Lambda may have sealed it with the key before the newest.
  const newest = await readNewestVersions(user);
  const rotation = rotate();
  const during = await Promise.all(Array.from({ length: 6 }, () => read(user)));
  expect((await rotation).unreadable).toBe(0);
  expect(during).toEqual(Array(6).fill(200));
  const after = await readVersions(user);
  expect(after).toEqual(newest.map((version = 0) => version + 1));
  expect([await read(user), await refresh(user), await read(user)]).toEqual([200, 200, 200]);
});

test("what a Lambda has sealed with a key in its memory is sealed anew by the next pass", async () => {
  const user = await createUser();
  await connectAccount(user, "slack");
  const [newest = 0] = await readNewestVersions(user);
  await rotate();
  // The Lambda of refreshes has the key of before: it sealed this user's tokens with it, or a user's in the same bucket.
  expect(await refresh(user)).toBe(200);
  await resealStage(administer());
  for (const version of await readVersions(user)) expect(version).toBe(newest + 1);
  expect(await read(user)).toBe(200);
});
