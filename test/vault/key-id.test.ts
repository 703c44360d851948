import { expect, test } from "vitest";
import { formatKeyId, parseKeyId, toBucket } from "../../lib/vault/key-id.ts";
import { fc } from "../support/properties.ts";

test("reads back every key id it writes", () => {
  const ids = fc.record({
    purpose: fc.constantFrom("connection", "pending", "cache", "delivery"),
    provider: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
    bucket: fc.integer({ min: 0, max: 999_999 }),
    version: fc.integer({ min: 1, max: 999_999 }),
  });
  fc.assert(
    fc.property(ids, (id) => {
      expect(parseKeyId(formatKeyId(id))).toEqual(id);
    }),
  );
});

test.each([
  "connection/slack/07/1",
  "connection/slack/7/0",
  "connection/slack/7/01",
  "connection/slack/7",
  "a/b/1/1/1",
])("does not read %s, which is no spelling of a key id", (text) => expect(parseKeyId(text)).toBeUndefined());

test("refuses to write a provider that would reach into another part of the id", () => {
  expect(() => formatKeyId({ purpose: "cache", provider: "slack/1", bucket: 1, version: 1 })).toThrow(TypeError);
});

test("puts a user into one bucket, always the same, and users evenly into all", () => {
  const users = Array.from({ length: 16_000 }, (_, index) => toBucket("c#acme", `user-${index}`, 16));
  const perBucket = Object.values(Object.groupBy(users, String)).map((members) => members?.length ?? 0);
  expect(perBucket).toHaveLength(16);
  expect(Math.min(...perBucket)).toBeGreaterThan(850);
  expect(toBucket("c#acme", "user-1", 16)).toBe(users[1]);
});

test("does not put a tenant's and a user's name together as one", () => {
  expect(toBucket("ab", "c", 1_000_000)).not.toBe(toBucket("a", "bc", 1_000_000));
});
