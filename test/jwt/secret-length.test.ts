// Which secrets verify tokens, by their length. RFC 7518 section 3.2 wants 32 bytes for HS256.
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { JwtEntry } from "../../lib/jwt-entry.ts";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { audience, createClaims } from "./issuer-stand-in.ts";

const issuer = "https://issuer.example";
const aws = await startAwsStandIn();
afterAll(() => aws.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  logged.length = 0;
});

const first: JwtEntry = {
  ...{ issuer, audience: [audience], algorithm: "HS256", userClaim: "sub", requiredClaims: {}, sameUsers: false },
};
const other: JwtEntry = { ...first, name: "other", issuer: "https://other.example" };

/** Whether a new Lambda of a stage with these entries, where this secret is stored, takes a token signed with it. */
async function isTaken(entries: readonly JwtEntry[], secret: string, claims: Record<string, unknown> = {}) {
  vi.resetModules();
  vi.stubEnv("JWT_ENTRIES", JSON.stringify(entries));
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
  const { verifyToken } = await import("../../lib/jwt/verify-token.ts");
  const token = await new SignJWT({ ...createClaims(issuer), ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode(secret));
  return (await verifyToken(token)) !== undefined;
}

const saysSecretIsMissing = () => logged.some((line) => line.includes("SecretMissing"));

const short = "x".repeat(31);
const ofOther = { iss: other.issuer };

test("a short secret goes on in the entry whose tokens name our issuer and our audience: such stages are in use", async () => {
  expect(await isTaken([first], short)).toBe(true);
  expect(await isTaken([first, other], "x")).toBe(true);
  expect(saysSecretIsMissing()).toBe(false);
});

describe("a secret of 31 bytes verifies nothing, and is reported as missing,", () => {
  test.each<[string, readonly JwtEntry[], Record<string, unknown>]>([
    ["in another entry than the first", [first, other], ofOther],
    ["in another entry, for tokens of no issuer", [first, { ...other, issuer: "none" }], { iss: undefined }],
    [
      "in another entry, for tokens of no audience",
      [first, { ...other, audience: "none" }],
      { ...ofOther, aud: undefined },
    ],
    ["in the first entry, for tokens of no issuer", [{ ...first, issuer: "none" }], { iss: undefined }],
    ["in the first entry, for tokens of no audience", [{ ...first, audience: "none" }], { aud: undefined }],
  ])("%s", async (_, entries, claims) => {
    expect(await isTaken(entries, short, claims)).toBe(false);
    expect(saysSecretIsMissing()).toBe(true);
  });
});

test.each([
  ["32 characters", "x".repeat(32)],
  ["16 characters of two bytes", "é".repeat(16)],
])("a secret of exactly 32 bytes is long enough for every entry: %s", async (_, secret) => {
  expect(await isTaken([first, other], secret, ofOther)).toBe(true);
  expect(
    await isTaken([{ ...first, issuer: "none", audience: "none" }], secret, { iss: undefined, aud: undefined }),
  ).toBe(true);
  expect(saysSecretIsMissing()).toBe(false);
});
