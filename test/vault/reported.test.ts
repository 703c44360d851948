// What operators get to know of a failure, and what callers do.
import { expect, test, vi } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { getVaultFailure, tamperedProblem } from "../../lib/vault/failures.ts";
import { createKeyService } from "../../lib/vault/key-service.ts";
import { parseRecord } from "../../lib/vault/record.ts";
import { VaultError } from "../../lib/vault/vault-error.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { context, day, minute, startWorld } from "./world.ts";

const findReason = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem && error.cause instanceof Error
    ? `${error.cause.name} ${error.cause.message}`
    : "none";
};

test("the reason of a record that does not open is in the cause, for the log", async () => {
  await using world = await startWorld();
  const vault = world.vault();
  const sealed = await vault.seal("secret", context);
  const open = (bytes: Uint8Array, where = context) => findReason(vault.unseal(bytes, where));
  expect(await open(Buffer.of(9))).toBe("VaultError VaultTampered: not a sealed record");
  expect(await open(sealed, { ...context, purpose: "cache" })).toBe("VaultError VaultTampered: another purpose's key");
  expect(await open(sealed, { ...context, user: "ben" })).toBe("VaultError VaultTampered: changed or moved");
  world.store.rows.clear();
  expect(await findReason(world.vault().unseal(sealed, context))).toBe("VaultError VaultTampered: no such data key");
});

test("the waits before another attempt double, from the first one on", async () => {
  await using world = await startWorld();
  world.kms.fail({ type: "ThrottlingException" }, 2);
  const retries = { baseMs: 100, random: () => 1 };
  const keys = createKeyService({ client: world.kms.client(), keyId: "alias/patchbay-test", stage: "test", retries });
  const bucket = { purpose: context.purpose, provider: context.provider, bucket: 7 };
  const { ms } = await elapsedWithoutStalls(() => keys.generate(bucket, new AbortController().signal));
  expect(ms).toBeGreaterThan(290);
  expect(ms).toBeLessThan(600);
});

test("what is thrown and is no error has no name to log", async () => {
  await using world = await startWorld();
  const store = { ...world.store, newest: () => Promise.reject("odd") };
  expect(await findReason(world.vault({ store }).seal("secret", context))).toBe("VaultError VaultDenied: unknown");
});

test("only a problem that the vault made has a failure of the vault", () => {
  expect(getVaultFailure(tamperedProblem("moved"))).toBe("VaultTampered");
  expect(getVaultFailure(new Problem("internal"))).toBeUndefined();
  expect(getVaultFailure(new Error("odd", { cause: new VaultError("VaultDenied", "odd") }))).toBeUndefined();
});

test("bytes are sealed as they are", async () => {
  await using world = await startWorld();
  const vault = world.vault();
  const bytes = Uint8Array.of(0, 255, 128);
  expect([...(await vault.unsealBytes(await vault.seal(bytes, context), context))]).toEqual([0, 255, 128]);
});

test("a record has our version and room for a tag, or is none", async () => {
  await using world = await startWorld();
  const sealed = Buffer.from(await world.vault().seal("", context));
  expect(parseRecord(sealed)).toBeDefined();
  for (const missing of [1, 15, 16]) expect(parseRecord(sealed.subarray(0, -missing))).toBeUndefined();
  expect(parseRecord(Buffer.concat([Buffer.of(2), sealed.subarray(1)]))).toBeUndefined();
});

test("a bucket's first key can be made by hand", async () => {
  await using world = await startWorld();
  expect(await world.vault().rotate({ purpose: "connection", provider: "slack", bucket: 3 })).toBe(1);
});

test("a data key is used to the last millisecond of its time", async () => {
  await using world = await startWorld();
  const vault = world.vault({ maxKeyAgeDays: 1, cache: { minTtlMs: 1, maxTtlMs: 1 } });
  await vault.seal("secret", context);
  world.now += day;
  await vault.seal("secret", context);
  expect(world.store.rows.size).toBe(1);
  world.now += 1;
  await vault.seal("secret", context);
  expect(world.store.rows.size).toBe(2);
});

test("a data key stays in memory for fifteen minutes at most", async () => {
  await using world = await startWorld();
  const vault = world.vault({ random: () => 1 });
  const sealed = await vault.seal("secret", context);
  const countReads = async (later: number) => {
    world.now += later;
    const before = world.store.calls.length;
    await vault.unseal(sealed, context);
    return world.store.calls.length - before;
  };
  expect(await countReads(15 * minute - 1)).toBe(0);
  expect(await countReads(1)).toBe(1);
});

test("the Lambda's own vault counts and logs what it could not open", async () => {
  const environment = {
    ...{ STAGE: "prod", KMS_KEY_ID: "alias/a", KEY_BUCKETS: "16", KEY_MAX_AGE_DAYS: "365", CONNECTIONS_TABLE: "rows" },
    AWS_REGION: "eu-central-1",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  try {
    const { getVaultFromEnvironment } = await import("../../lib/vault/vault.ts");
    await expect(getVaultFromEnvironment().unseal(Buffer.of(9), context)).rejects.toThrow(Problem);
  } finally {
    write.mockRestore();
    vi.unstubAllEnvs();
  }
  expect(written.filter((line) => line.includes('"VaultTampered":1'))).toHaveLength(1);
  expect(written.filter((line) => line.includes("could not use")).map((line) => JSON.parse(line))).toMatchObject([
    { level: "ERROR", failure: "VaultTampered", purpose: "connection", provider: "slack" },
  ]);
});
