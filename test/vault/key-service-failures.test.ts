import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { getVaultFailure } from "../../lib/vault/failures.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { type Fault, garbledPlaintext } from "./kms-stand-in.ts";
import { context, minute, startWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const refusals = [
  "AccessDeniedException",
  "DisabledException",
  "KMSInvalidStateException",
  "NotFoundException",
  "InvalidCiphertextException",
  "SomethingNobodyKnowsException",
];
const outages: Fault[] = [
  { type: "ThrottlingException" },
  { type: "KMSInternalException", status: 500 },
  { type: "DependencyTimeoutException", status: 503 },
  { status: 502 },
  "hang",
  "half an answer",
  "reset",
];
const catchError = (work: Promise<unknown>) => work.catch((error: unknown) => error);

test("answers all the same when the key service throttles three times and then answers", async () => {
  world.kms.fail({ type: "ThrottlingException" }, 3);
  const vault = world.vault();
  const sealed = await vault.seal("token", context);
  expect(await vault.unseal(sealed, context)).toBe("token");
  expect(world.kms.operations).toHaveLength(4);
  expect(world.reports).toEqual([]);
});

test("gives up within the deadline with 503 and Retry-After while the key service throttles without end", async () => {
  world.kms.fail({ type: "ThrottlingException" });
  const vault = world.vault({ deadlineMs: 800 });
  const { result: error, ms } = await elapsedWithoutStalls(() => catchError(vault.seal("token", context)));
  expect(error).toMatchObject({ code: "provider_unavailable", status: 503, retryAfter: 5 });
  expect(getVaultFailure(error)).toBe("VaultThrottled");
  expect(ms).toBeLessThan(2000);
  expect(world.kms.operations.length).toBeLessThanOrEqual(6);
  expect(world.reports).toEqual(["VaultThrottled"]);
});

test.each(["hang", "half an answer"] as const)("ends by its own deadline when the answer is: %s", async (fault) => {
  world.kms.fail(fault);
  const vault = world.vault({ deadlineMs: 800 });
  const { result: error, ms } = await elapsedWithoutStalls(() => catchError(vault.seal("token", context)));
  expect(getVaultFailure(error)).toBe("VaultThrottled");
  expect(ms).toBeLessThan(2000);
});

test("asks again when one request hangs, long before the deadline", async () => {
  world.kms.fail("hang", 1);
  const vault = world.vault({ requestTimeout: 500 });
  const { ms } = await elapsedWithoutStalls(() => vault.seal("token", context));
  expect(ms).toBeLessThan(2500);
  expect(world.kms.operations).toHaveLength(2);
});

test.each(refusals)("answers 503 at once, without trying again, when the key service says %s", async (type) => {
  world.kms.fail({ type });
  const error = await catchError(world.vault().seal("token", context));
  expect(error).toMatchObject({ code: "provider_unavailable", status: 503, retryAfter: 30 });
  expect(getVaultFailure(error)).toBe("VaultDenied");
  expect(world.kms.operations).toHaveLength(1);
  expect(world.reports).toEqual(["VaultDenied"]);
});

test("works again by itself once a disabled key is enabled", async () => {
  const vault = world.vault();
  world.kms.fail({ type: "DisabledException" });
  await catchError(vault.seal("token", context));
  world.kms.heal();
  expect(await vault.unseal(await vault.seal("token", context), context)).toBe("token");
});

test.each(outages)("keeps using the cached key past its time while the key service is out: %j", async (fault) => {
  const vault = world.vault({ requestTimeout: 200, deadlineMs: 5000 });
  const sealed = await vault.seal("token", context);
  world.now += 15 * minute;
  world.kms.fail(fault);
  expect(await vault.unseal(sealed, context)).toBe("token");
  expect(await vault.unseal(await vault.seal("another", context), context)).toBe("another");
  expect(world.reports).toContain("VaultThrottled");
});

test("does not ask a key service that is out again for every record", async () => {
  const vault = world.vault({ requestTimeout: 200 });
  const sealed = await vault.seal("token", context);
  world.now += 15 * minute;
  world.kms.fail("hang");
  await vault.unseal(sealed, context);
  const asked = world.kms.operations.length;
  for (let count = 0; count < 20; count++) await vault.unseal(sealed, context);
  expect(world.kms.operations).toHaveLength(asked);
});

test("stops using the cached key an hour after its time, however long the outage lasts", async () => {
  const vault = world.vault({ random: () => 0 });
  const sealed = await vault.seal("token", context);
  world.kms.fail({ type: "ThrottlingException" });
  world.now += 64 * minute;
  expect(await vault.unseal(sealed, context)).toBe("token");
  world.now += minute;
  expect(getVaultFailure(await catchError(vault.unseal(sealed, context)))).toBe("VaultThrottled");
});

test.each(refusals)(
  "drops the cached key when its renewal meets %s, and does not bridge a later outage",
  async (type) => {
    const vault = world.vault();
    const sealed = await vault.seal("token", context);
    world.now += 15 * minute;
    world.kms.fail({ type });
    expect(getVaultFailure(await catchError(vault.unseal(sealed, context)))).toBe("VaultDenied");
    world.kms.fail({ type: "ThrottlingException" });
    expect(getVaultFailure(await catchError(vault.unseal(sealed, context)))).toBe("VaultThrottled");
    world.kms.heal();
    expect(await vault.unseal(sealed, context)).toBe("token");
  },
);

test("uses the cached key during an outage of the table too, but not after a refusal", async () => {
  const vault = world.vault();
  const sealed = await vault.seal("token", context);
  const read = world.store.read;
  const failing = (name: string) => () =>
    Promise.reject(new Problem("provider_unavailable", { cause: Object.assign(new Error("as told"), { name }) }));
  world.now += 15 * minute;
  world.store.read = failing("ProvisionedThroughputExceededException");
  expect(await vault.unseal(sealed, context)).toBe("token");
  world.now += minute;
  world.store.read = failing("AccessDeniedException");
  expect(getVaultFailure(await catchError(vault.unseal(sealed, context)))).toBe("VaultDenied");
  world.store.read = read;
  expect(await vault.unseal(sealed, context)).toBe("token");
});

test("lets no data key into an error, not even when the answer that held it could not be read", async () => {
  world.kms.fail("garbled answer");
  const error = await catchError(world.vault().seal("token", context));
  expect(getVaultFailure(error)).toBe("VaultDenied");
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(garbledPlaintext);
});
