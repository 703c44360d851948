import "../http/lambda-environment.ts";
import { SignJWT } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { json } from "../http/far-end.ts";
import { awsStandIn } from "../store/aws-stand-in.ts";
import { audience, claimsOf, encoded } from "./issuer-stand-in.ts";

const issuer = "https://issuer.example";
const aws = await awsStandIn();
afterAll(() => aws.close());
Object.assign(process.env, { JWT_ISSUER: issuer, JWT_AUDIENCE: JSON.stringify([audience]), JWT_ALGORITHM: "HS256" });
const { authorizes } = await import("../../lib/jwt/authorize.ts");

const current = "current-secret-of-thirty-two-bytes";
const previous = "previous-secret-of-thirty-two-byte";

beforeEach(() => {
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current, previous }) }));
});

const sign = (secret: string, alg = "HS256", claims = {}) =>
  new SignJWT({ ...claimsOf(issuer), ...claims }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
const isLetIn = async (token: string | Promise<string>) => authorizes(`Bearer ${await token}`);

test("lets in a token under the current secret", async () => {
  expect(await isLetIn(sign(current))).toBe(true);
});

test("lets in a token under the secret before, while it is being changed", async () => {
  expect(await isLetIn(sign(previous))).toBe(true);
});

test("reads the secret of its stage, once", async () => {
  await isLetIn(sign(current));
  expect(aws.calls.map(({ input }) => input.SecretId)).toEqual(["test/jwt"]);
});

test("refuses a token under any other secret", async () => {
  expect(await isLetIn(sign("another-secret-of-thirty-two-bytes"))).toBe(false);
});

test.each(["HS384", "HS512"])("refuses the algorithm %s under the right secret", async (alg) => {
  expect(await isLetIn(sign(`${current}${current}`.slice(0, 64), alg))).toBe(false);
  expect(await isLetIn(sign(current, alg))).toBe(false);
});

test("refuses a token without a signature", async () => {
  expect(await isLetIn(`${encoded({ alg: "none" })}.${encoded(claimsOf(issuer))}.c2ln`)).toBe(false);
});

test.each([
  ["another issuer", { iss: "https://evil.example" }],
  ["another audience", { aud: "other" }],
  ["an end long ago", { exp: 1 }],
])("refuses %s under the right secret", async (_, claims) => {
  expect(await isLetIn(sign(current, "HS256", claims))).toBe(false);
});
