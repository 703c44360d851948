// The published keys, and what a rotation by the command does to them.
import { beforeEach, expect, test } from "vitest";
import { createKeyStore } from "../../infra/signing-keys/key-store.ts";
import { describeKeys, rotateKeys } from "../../infra/signing-keys/rotate.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { createBrowser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";

beforeEach(resetWorld);

const store = () =>
  createKeyStore(cloud().stage, {
    endpoint: cloud().awsEndpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });

test.each(["/.well-known/jwks.json", "/api/jwks"])(
  "%s has the current and the next key of each algorithm",
  async (path) => {
    const { status, headers, json } = await createBrowser().get(path);
    expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=3600"]);
    const keys: { alg: string; kid: string; kty: string }[] = Object(json).keys;
    expect(
      keys
        .map(({ alg }) => alg)
        .sort()
        .slice(0, 4),
    ).toEqual(["ES384", "ES384", "RS384", "RS384"]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key.kid).toMatch(/^[\w-]{43}$/);
      expect(Object.keys(key).filter((name) => ["d", "p", "q", "dp", "dq", "qi", "k"].includes(name))).toEqual([]);
    }
  },
);

test("a next key that EHRs may not know yet does not begin to sign, unless it must", async () => {
  const options = { immediately: false, now: Date.now };
  await expect(rotateKeys(store(), cloud().stage, options)).rejects.toThrow("less than two hours ago");
});

test("a rotation makes the next key the current one, and keeps the one before", async () => {
  const read = async () => {
    const lines = await describeKeys(store(), cloud().stage);
    return new Map(lines.map((line) => [line.slice(0, 14).trim(), line.slice(15).split(",")[0]] as const));
  };
  const before = await read();
  const later = { immediately: false, now: () => Date.now() + 3 * 3600_000 };
  await rotateKeys(store(), cloud().stage, later);
  const after = await read();
  for (const algorithm of ["RS384", "ES384"]) {
    expect(after.get(`${algorithm} current`)).toBe(before.get(`${algorithm} next`));
    expect(after.get(`${algorithm} previous`)).toBe(before.get(`${algorithm} current`));
    expect([...before.values()]).not.toContain(after.get(`${algorithm} next`));
  }
});
