import "../http/lambda-environment.ts";
import { SignJWT } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { audience, createClaims, encodePart } from "./issuer-stand-in.ts";

const issuer = "https://issuer.example";
const aws = await startAwsStandIn();
afterAll(() => aws.close());
Object.assign(process.env, { JWT_ISSUER: issuer, JWT_AUDIENCE: JSON.stringify([audience]), JWT_ALGORITHM: "HS256" });
const { verifyAuthorization } = await import("../../lib/jwt/verify-token.ts");
const isAuthorized = async (header: string | undefined) => (await verifyAuthorization(header)) !== undefined;

const current = "current-secret-of-thirty-two-bytes";
const previous = "previous-secret-of-thirty-two-byte";

beforeEach(() => {
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current, previous }) }));
});

const sign = (secret: string, alg = "HS256", claims = {}) =>
  new SignJWT({ ...createClaims(issuer), ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
const isAccepted = async (token: string | Promise<string>) => isAuthorized(`Bearer ${await token}`);

test("accepts a token signed with the current secret", async () => {
  expect(await isAccepted(sign(current))).toBe(true);
});

test("accepts a token signed with the previous secret during a rotation", async () => {
  expect(await isAccepted(sign(previous))).toBe(true);
});

test("reads the secret of its stage, once", async () => {
  await isAccepted(sign(current));
  expect(aws.calls.map(({ input }) => input.SecretId)).toEqual(["patchbay/test/jwt"]);
});

test("refuses a token under any other secret", async () => {
  expect(await isAccepted(sign("another-secret-of-thirty-two-bytes"))).toBe(false);
});

test.each(["HS384", "HS512"])("refuses the algorithm %s under the right secret", async (alg) => {
  expect(await isAccepted(sign(`${current}${current}`.slice(0, 64), alg))).toBe(false);
  expect(await isAccepted(sign(current, alg))).toBe(false);
});

test("refuses a token without a signature", async () => {
  expect(await isAccepted(`${encodePart({ alg: "none" })}.${encodePart(createClaims(issuer))}.c2ln`)).toBe(false);
});

test.each([
  ["another issuer", { iss: "https://evil.example" }],
  ["another audience", { aud: "other" }],
  ["an end long ago", { exp: 1 }],
])("refuses %s under the right secret", async (_, claims) => {
  expect(await isAccepted(sign(current, "HS256", claims))).toBe(false);
});
