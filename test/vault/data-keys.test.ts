import { setImmediate as laterTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createKeyService } from "../../lib/vault/key-service.ts";
import { parseRecord } from "../../lib/vault/record.ts";
import { getRowName } from "./memory-store.ts";
import { context, day, minute, startWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const readKeyId = (sealed: Uint8Array) => parseRecord(sealed)?.keyId;
const readKeyVersion = (sealed: Uint8Array) => readKeyId(sealed)?.version;

test("asks the key service once for a new bucket and never again while warm", async () => {
  const vault = world.vault();
  for (let count = 0; count < 100; count++)
    expect(await vault.unseal(await vault.seal(`token ${count}`, context), context)).toBe(`token ${count}`);
  expect(world.kms.operations).toEqual(["GenerateDataKey"]);
  expect(world.store.calls).toEqual(["newest", "claim"]);
});

test("unwraps a key once for all who read at the same time in another Lambda", async () => {
  const sealed = await world.vault().seal("token", context);
  const other = world.vault();
  await Promise.all(Array.from({ length: 200 }, () => other.unseal(sealed, context)));
  expect(world.kms.operations).toEqual(["GenerateDataKey", "Decrypt"]);
});

test("binds each data key to stage, purpose, provider and bucket, and to nothing that names a person", async () => {
  const vault = world.vault();
  const sealed = await vault.seal("token", { ...context, purpose: "pending" });
  expect(world.kms.contexts).toEqual([
    { stage: "test", purpose: "pending", provider: "slack", bucket: String(readKeyId(sealed)?.bucket) },
  ]);
});

test("creates a bucket's key once when many Lambdas race for it", async () => {
  const vaults = Array.from({ length: 8 }, () => world.vault());
  const sealed = await Promise.all(
    vaults.flatMap((vault) => Array.from({ length: 25 }, (_, index) => vault.seal(`token ${index}`, context))),
  );
  expect(world.store.rows.size).toBe(1);
  expect(new Set(sealed.map(readKeyVersion))).toEqual(new Set([1]));
  const reader = world.vault();
  const opened = await Promise.all(sealed.map((record) => reader.unseal(record, context)));
  expect(opened).toEqual(sealed.map((_, index) => `token ${index % 25}`));
});

test("spreads the users over the buckets it is given, and reads old records after their number changed", async () => {
  const users = Array.from({ length: 60 }, (_, index) => ({ ...context, user: `user ${index}` }));
  const before = world.vault({ buckets: 4 });
  const sealed = await Promise.all(users.map((user) => before.seal("token", user)));
  expect(new Set(sealed.map((record) => readKeyId(record)?.bucket))).toEqual(new Set([0, 1, 2, 3]));
  const after = world.vault({ buckets: 64 });
  const opened = await Promise.all(sealed.map((record, index) => after.unseal(record, users[index] ?? context)));
  expect(new Set(opened)).toEqual(new Set(["token"]));
});

test("reads the old records and writes with the new key after a rotation in the middle of traffic", async () => {
  const [one, two] = [world.vault(), world.vault()];
  const old = await one.seal("old", context);
  const foreign = await two.seal("foreign", context);
  const { purpose, provider, bucket } = readKeyId(old) ?? { ...context, bucket: -1 };
  expect(await one.rotate({ purpose, provider, bucket })).toBe(2);
  const fresh = await one.seal("fresh", context);
  expect([old, foreign, fresh].map(readKeyVersion)).toEqual([1, 1, 2]);
  expect(await two.unseal(fresh, context)).toBe("fresh");
  expect(await one.unseal(foreign, context)).toBe("foreign");
  expect(readKeyVersion(await two.seal("not told yet", context))).toBe(1);
  world.now += 15 * minute;
  expect(readKeyVersion(await two.seal("told", context))).toBe(2);
  expect(world.reports).toEqual([]);
});

test("replaces a key that is too old at the next write, once for all Lambdas", async () => {
  const old = await world.vault({ maxKeyAgeDays: 30 }).seal("old", context);
  world.now += 30 * day + 1000;
  const vaults = Array.from({ length: 6 }, () => world.vault({ maxKeyAgeDays: 30 }));
  const sealed = await Promise.all(vaults.map((vault) => vault.seal("new", context)));
  expect(sealed.map(readKeyVersion)).toEqual([2, 2, 2, 2, 2, 2]);
  expect([...world.store.rows.keys()]).toHaveLength(2);
  expect(await vaults[0]?.unseal(old, context)).toBe("old");
});

test("does not replace a key that is one second short of too old", async () => {
  await world.vault({ maxKeyAgeDays: 30 }).seal("old", context);
  world.now += 30 * day - 1000;
  expect(readKeyVersion(await world.vault({ maxKeyAgeDays: 30 }).seal("new", context))).toBe(1);
});

test("goes on writing with a key that is too old while the key service cannot make a new one", async () => {
  const vault = world.vault({ maxKeyAgeDays: 30, deadlineMs: 5000 });
  const old = await vault.seal("old", context);
  world.now += 30 * day + 1000;
  await vault.unseal(old, context);
  world.kms.fail("hang");
  expect(readKeyVersion(await vault.seal("new", context))).toBe(1);
});

test("cannot open any record of a deleted data key once the cache has dropped it", async () => {
  const vault = world.vault();
  const sealed = await vault.seal("token", context);
  const id = readKeyId(sealed);
  world.store.rows.delete(getRowName(id ?? { ...context, bucket: 0 }, 1));
  await expect(world.vault().unseal(sealed, context)).rejects.toMatchObject({ code: "internal" });
  world.now += 15 * minute;
  await expect(vault.unseal(sealed, context)).rejects.toMatchObject({ code: "internal" });
});

test("seals twenty thousand times under one data key without repeating a salt and nonce", async () => {
  const vault = world.vault();
  const seen = new Set<string>();
  for (let count = 0; count < 20_000; count++)
    seen.add(parseRecord(await vault.seal("", context))?.header.toString("base64") ?? "");
  expect(seen.size).toBe(20_000);
});

test("overwrites a data key in memory with zeros when it leaves the cache", async () => {
  const service = createKeyService({ client: world.kms.client(), keyId: "alias/patchbay-test", stage: "test" });
  const seen: Buffer[] = [];
  const generate: typeof service.generate = async (...args) => {
    const generated = await service.generate(...args);
    seen.push(generated.plaintext);
    return generated;
  };
  const vault = world.vault({ keys: { ...service, generate }, cache: { capacity: 1 } });
  await vault.seal("token", context);
  await laterTurn();
  expect(seen[0]?.every((byte) => byte === 0)).toBe(false);
  await vault.seal("token", { ...context, provider: "figma" });
  await laterTurn();
  expect(seen[0]).toEqual(Buffer.alloc(32));
});
