import "../http/lambda-environment.ts";
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault as vault } from "../support/open-vault.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { hookSealContext, keepHookSecret, openHookSecret } = await import("../../lib/webhooks/hook-secret.ts");

const at = { provider: "clio", id: "hook-1" };
const hook = { provider: "clio", connection: "c-1", openUntil: 1, ttl: 2 };
beforeEach(() => {
  aws.forget();
  aws.on("UpdateItem", () => json({}));
});

test("a secret is sealed for its webhook alone, under nobody's name", () => {
  expect(hookSealContext(at)).toEqual({
    purpose: "hook",
    tenant: "-",
    user: "-",
    provider: "clio",
    connection: "hook-1",
    field: "secret",
  });
});

test("a secret that is told is kept sealed, with the hash that tells it from another", async () => {
  expect(await keepHookSecret(vault, at, "told", 1_800_000_000)).toBe(true);
  const values = Object(aws.calls[0]?.input.ExpressionAttributeValues);
  expect(values[":hash"]).toEqual({ S: createHash("sha256").update("told").digest("base64url") });
  expect(values[":now"]).toEqual({ N: "1800000000" });
  expect(Object(aws.calls[0]?.input.Key).pk).toEqual({ S: "hook#hook-1" });
  const secret = Buffer.from(values[":sealed"].B, "base64");
  expect(await openHookSecret(vault, at, { ...hook, secret })).toBe("told");
  await expect(openHookSecret(vault, { ...at, id: "hook-2" }, { ...hook, secret })).rejects.toThrow();
});

test("a secret is refused where the store says that none is awaited", async () => {
  aws.on("UpdateItem", () => awsError("ConditionalCheckFailedException"));
  expect(await keepHookSecret(vault, at, "told", 1_800_000_000)).toBe(false);
});

test("a webhook whose secret was not told has none", async () => {
  expect(await openHookSecret(vault, at, hook)).toBeUndefined();
});
