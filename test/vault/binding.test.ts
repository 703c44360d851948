import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { getVaultFailure } from "../../lib/vault/failures.ts";
import type { RotatingVault, SealContext } from "../../lib/vault/seal.ts";
import { fc } from "../support/properties.ts";
import { context, startWorld, type World } from "./world.ts";

let world: World;
let vault: RotatingVault;
beforeAll(async () => {
  world = await startWorld();
  vault = world.vault();
});
beforeEach(() => {
  world.reports.length = 0;
});
afterAll(() => world[Symbol.asyncDispose]());

const refusal = async (sealed: Uint8Array, from: SealContext) => {
  const error: unknown = await vault.unseal(sealed, from).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  return error;
};

test.each([
  ["another user's row", { user: "eve" }],
  ["another tenant's row", { tenant: "c#evil" }],
  ["another provider's row", { provider: "figma" }],
  ["another account's row", { connection: "T2" }],
  ["another field of its row", { field: "refreshToken" }],
  ["a value of another purpose", { purpose: "cache" }],
] as const)("refuses a token that was copied into %s", async (_, moved) => {
  const sealed = await vault.seal("token", context);
  expect(getVaultFailure(await refusal(sealed, { ...context, ...moved }))).toBe("VaultTampered");
});

test.each([{ purpose: "pending" }, { provider: "github" }] as const)(
  "refuses a record of another purpose or provider before it looks any key up: %j",
  async (moved) => {
    const sealed = await vault.seal("token", context);
    const calls = [...world.store.calls, ...world.kms.operations];
    const failed = world.vault().unseal(sealed, { ...context, ...moved });
    await expect(failed).rejects.toMatchObject({ code: "internal" });
    expect([...world.store.calls, ...world.kms.operations]).toEqual(calls);
  },
);

test("reports every refusal, and tells the caller nothing but that something failed", async () => {
  const sealed = await vault.seal("token", context);
  const error = await refusal(sealed, { ...context, user: "eve" });
  expect(error).toMatchObject({ code: "internal", message: "Something failed on our side", members: {} });
  expect(world.reports).toEqual(["VaultTampered"]);
});

test("opens a record only as it was sealed: any bit flipped, anywhere, is refused as tampering", async () => {
  const sealed = await vault.seal("token", context);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Uint8Array.from(sealed);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(getVaultFailure(await refusal(flipped, context)), `bit ${bit}`).toBe("VaultTampered");
  }
});

test("opens a record only whole: every shorter one is refused as tampering", async () => {
  const sealed = await vault.seal("token", context);
  for (let length = 0; length < sealed.length; length++)
    expect(getVaultFailure(await refusal(sealed.subarray(0, length), context))).toBe("VaultTampered");
});

test("accepts no text as a record, not even a token stored in plain text", async () => {
  await refusal(Buffer.from("xoxb-an-old-token-in-the-clear-that-someone-left-behind-here"), context);
});

test("gives back any text in its own context and refuses it in any other", async () => {
  const text = fc.string({ unit: "binary" });
  const parts = fc.record({ tenant: text, user: text, connection: text, field: text });
  await fc.assert(
    fc.asyncProperty(text, parts, parts, async (token, own, other) => {
      const sealed = await vault.seal(token, { ...context, ...own });
      expect(await vault.unseal(sealed, { ...context, ...own })).toBe(token);
      fc.pre(JSON.stringify(own) !== JSON.stringify(other));
      await refusal(sealed, { ...context, ...other });
    }),
  );
});

test("refuses a wrapped key that was changed or belongs to another bucket", async () => {
  const own = await startWorld();
  const sealed = await own.vault().seal("token", context);
  await own.vault().seal("token", { ...context, provider: "figma" });
  const [[name, row] = [], [, foreign] = []] = [...own.store.rows];
  if (!name || !row || !foreign) throw new Error("There are no keys to change.");
  const changed = Uint8Array.from(row.wrapped, (byte, index) => (index === 40 ? byte ^ 1 : byte));
  for (const wrapped of [changed, foreign.wrapped]) {
    own.store.rows.set(name, { ...row, wrapped });
    const error: unknown = await own
      .vault()
      .unseal(sealed, context)
      .catch((thrown: unknown) => thrown);
    expect(getVaultFailure(error)).toBe("VaultDenied");
  }
  await own[Symbol.asyncDispose]();
});
