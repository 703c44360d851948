// Which keys are tried. Nothing is cached yet, so that each would be fetched.
import { afterAll, expect, test } from "vitest";
import { json } from "../support/test-server.ts";
import {
  answerWithSecrets,
  audience,
  aws,
  closeStandIns,
  idp,
  idpKeys,
  secrets,
  signIdp,
  signLegacy,
  signOld,
} from "./support/several-issuers.ts";

const { verifyToken } = await import("../../lib/jwt/verify-token.ts");

afterAll(closeStandIns);

test("tries no key for a token whose algorithm is not that of its issuer", async () => {
  const tokens = [
    signIdp({}, secrets["patchbay/test/jwt/old"], "HS256"),
    signIdp({ type: "access" }, secrets["patchbay/test/jwt/legacy"], "HS256"),
    signOld({ aud: audience }, idpKeys.privateKey, "RS256"),
    signLegacy({ aud: audience, sub: "5" }, idpKeys.privateKey, "RS256"),
    signOld({}, secrets["patchbay/test/jwt/old"].repeat(2), "HS512"),
    signOld({ iss: "https://evil.example" }),
  ];
  for (const token of tokens) expect(await verifyToken(await token)).toBeUndefined();
  expect([aws.calls, idp.requests]).toEqual([[], []]);
});

const short = "x".repeat(31);

test("verifies nothing with a secret of less than 32 bytes", async () => {
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: short, previous: "y".repeat(31) }) }));
  for (const sign of [signOld, signLegacy]) {
    expect(await verifyToken(await sign({}, short))).toBeUndefined();
    expect(await verifyToken(await sign({}, "y".repeat(31)))).toBeUndefined();
  }
  answerWithSecrets();
});

test("reads the secret of the token's entry alone", async () => {
  expect(new Set(aws.calls.map(({ input }) => input.SecretId))).toEqual(
    new Set(["patchbay/test/jwt/old", "patchbay/test/jwt/legacy"]),
  );
  aws.calls.length = 0;
  expect(await verifyToken(await signIdp())).toBeDefined();
  expect(aws.calls).toEqual([]);
  expect(idp.requests.map(({ path }) => path)).toEqual(["/.well-known/openid-configuration", "/keys"]);
});
