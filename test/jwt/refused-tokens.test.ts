// How long a token may be, and what the log says of one that is refused.
import { SignJWT } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { logged } from "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";
import { audience, createClaims, secondsFromNow } from "./issuer-stand-in.ts";

const issuer = "https://issuer.example";
const secret = "current-secret-of-thirty-two-bytes";
const aws = await startAwsStandIn();
aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
afterAll(() => aws.close());
Object.assign(process.env, { JWT_ISSUER: issuer, JWT_AUDIENCE: JSON.stringify([audience]), JWT_ALGORITHM: "HS256" });
const { verifyToken } = await import("../../lib/jwt/verify-token.ts");
beforeEach(() => {
  logged.length = 0;
});

const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, key = secret) =>
  new SignJWT({ ...createClaims(issuer), ...claims })
    .setProtectedHeader({ alg: "HS256", ...header })
    .sign(new TextEncoder().encode(key));

/** A good token of exactly this length. Base64 grows in steps, so that two parts are filled up. */
async function signWithLength(length: number): Promise<string> {
  const bare = (await sign({ pad: "" }, { pad: "" })).length;
  const fill = Math.floor(((length - bare) * 3) / 4) - 8;
  for (let more = 0; more < 12; more++) {
    for (let pad = 0; pad < 3; pad++) {
      const token = await sign({ pad: "x".repeat(fill + more) }, { pad: "x".repeat(pad) });
      if (token.length === length) return token;
    }
  }
  throw new Error(`No token has ${length} characters.`);
}

test("takes a token of 8192 characters, and none that is longer", async () => {
  expect(await verifyToken(await signWithLength(8192))).toMatchObject({ issuer });
  expect(await verifyToken(await signWithLength(8193))).toBeUndefined();
});

test.each<[string, string, () => Promise<string>]>([
  ["has expired", "JWTExpired", () => sign({ exp: secondsFromNow(-2) })],
  ["is signed by somebody else", "JWSSignatureVerificationFailed", () => sign({}, {}, "x".repeat(32))],
  ["has no end", "JWTClaimValidationFailed", () => sign({ exp: undefined })],
])("logs why a token is refused that %s, and nothing of the token", async (_, errorName, signToken) => {
  const token = await signToken();
  expect(await verifyToken(token)).toBeUndefined();
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: "INFO", message: "token refused", errorName },
  ]);
  for (const part of [...token.split("."), "ada", issuer]) expect(logged.join("")).not.toContain(part);
});

test("logs nothing of a token that is taken", async () => {
  expect(await verifyToken(await sign({}))).toBeDefined();
  expect(logged).toEqual([]);
});
