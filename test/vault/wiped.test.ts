// What held a key or a secret is overwritten once it is not needed.
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nonceBytes, openRecord, parseRecord, sealRecord } from "../../lib/vault/record.ts";
import { context, startWorld } from "./world.ts";

/** Buffers that were filled with zeros, in that order. */
let wiped: Buffer[] = [];
const { fill } = Buffer.prototype;

beforeEach(() => {
  wiped = [];
  vi.spyOn(Buffer.prototype, "fill").mockImplementation(function fillAndNote(this: Buffer, ...args: unknown[]) {
    if (args.length === 1 && args[0] === 0) wiped.push(this);
    return Reflect.apply(fill, this, args);
  });
});
afterEach(() => vi.restoreAllMocks());

const id = { purpose: context.purpose, provider: context.provider, bucket: 7, version: 1 };
const dataKey = randomBytes(32);
const sealOne = () => sealRecord("secret", context, { id, dataKey, nonce: randomBytes(nonceBytes) });
const lengths = () => wiped.map(({ length }) => length);

test("the record's key after sealing", () => {
  sealOne();
  expect(lengths()).toEqual([32]);
});

test("the record's key after opening, and not what was opened", () => {
  const record = parseRecord(sealOne());
  wiped = [];
  expect(record && openRecord(record, context, dataKey)?.toString()).toBe("secret");
  expect(lengths()).toEqual([32]);
});

test("what was decrypted before its tag turned out wrong", () => {
  const record = parseRecord(sealOne());
  wiped = [];
  expect(record && openRecord(record, { ...context, user: "ben" }, dataKey)).toBeUndefined();
  expect(lengths()).toEqual([32, "secret".length]);
});

test("the bytes of a text that was opened", async () => {
  await using world = await startWorld();
  const vault = world.vault();
  const sealed = await vault.seal("secret", context);
  wiped = [];
  expect(await vault.unseal(sealed, context)).toBe("secret");
  expect(lengths()).toEqual([32, "secret".length]);
});

test("a data key that another Lambda was quicker to create", async () => {
  await using world = await startWorld();
  const { store } = world;
  const claim = store.claim.bind(store);
  const late = { ...store, claim: async (...args: Parameters<typeof claim>) => !(await claim(...args)) };
  const vault = world.vault({ store: late });
  wiped = [];
  expect(await vault.unseal(await vault.seal("secret", context), context)).toBe("secret");
  expect(lengths().filter((length) => length === 32)).toHaveLength(3);
});
