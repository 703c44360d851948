import "../http/lambda-environment.ts";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { json, startTestServer } from "../support/test-server.ts";
import { audience, createClaims, encodePart, secondsFromNow, startIssuer } from "./issuer-stand-in.ts";

const issuer = await startIssuer();
const attacker = await generateKeyPair("ES256", { extractable: true });
const attackerKeys = await startTestServer(json({ keys: [{ ...(await exportJWK(attacker.publicKey)), kid: "k-1" }] }));
afterAll(() => Promise.all([issuer.end.close(), attackerKeys.close()]));
beforeEach(() => {
  attackerKeys.requests.length = 0;
});

Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience, "patchbay-mobile"]),
  JWT_ALGORITHM: "ES256",
});
const { verifyAuthorization } = await import("../../lib/jwt/verify-token.ts");
const isAuthorized = async (header: string | undefined) => (await verifyAuthorization(header)) !== undefined;
const isAccepted = async (token: string | Promise<string>) => isAuthorized(`Bearer ${await token}`);

test("lets a good token in", async () => {
  expect(await isAccepted(issuer.sign())).toBe(true);
});

test("takes any of the configured audiences", async () => {
  expect(await isAccepted(issuer.sign({ aud: ["other", "patchbay-mobile"] }))).toBe(true);
});

test("fetches the keys once for many tokens", async () => {
  await isAccepted(issuer.sign());
  await isAccepted(issuer.sign());
  expect(issuer.end.requests.map(({ path }) => path)).toEqual(["/.well-known/jwks.json"]);
});

test.each<[string, Parameters<typeof issuer.sign>[0]]>([
  ["another issuer", { iss: "https://evil.example" }],
  ["the issuer with a slash", { iss: `${issuer.url}/` }],
  ["no issuer", { iss: undefined }],
  ["another audience", { aud: "other" }],
  ["an audience that only resembles ours", { aud: "patchbay2" }],
  ["no audience", { aud: undefined }],
  ["an end more than a minute ago", { exp: secondsFromNow(-2) }],
  ["no end", { exp: undefined }],
  ["a beginning more than a minute ahead", { nbf: secondsFromNow(2) }],
  ["no subject", { sub: undefined }],
])("refuses a token with %s", async (_, claims) => {
  expect(await isAccepted(issuer.sign(claims))).toBe(false);
});

test.each([
  ["an end half a minute ago", { exp: secondsFromNow(-0.5) }],
  ["a beginning half a minute ahead", { nbf: secondsFromNow(0.5) }],
])("allows for clocks that differ: %s", async (_, claims) => {
  expect(await isAccepted(issuer.sign(claims))).toBe(true);
});

test.each(["none", "None", "NONE", "nOnE"])("refuses a token without a signature: alg %s", async (alg) => {
  const unsigned = `${encodePart({ alg, typ: "JWT" })}.${encodePart(createClaims(issuer.url))}`;
  expect(await isAccepted(`${unsigned}.`)).toBe(false);
  expect(await isAccepted(`${unsigned}.c2ln`)).toBe(false);
});

test("refuses a token signed with the public key as if it were a shared secret", async () => {
  const secrets = [await exportSPKI(issuer.publicKey), JSON.stringify(await exportJWK(issuer.publicKey))];
  for (const secret of secrets) {
    const token = new SignJWT(createClaims(issuer.url))
      .setProtectedHeader({ alg: "HS256", kid: "k-1" })
      .sign(new TextEncoder().encode(secret));
    expect(await isAccepted(token)).toBe(false);
  }
});

test("refuses another algorithm, though the signature is good", async () => {
  const { privateKey } = await generateKeyPair("RS256");
  const token = new SignJWT(createClaims(issuer.url)).setProtectedHeader({ alg: "RS256", kid: "k-1" }).sign(privateKey);
  expect(await isAccepted(token)).toBe(false);
});

test("refuses another's key under our key's name", async () => {
  expect(await isAccepted(issuer.sign({}, {}, attacker.privateKey))).toBe(false);
});

test.each<[string, () => Promise<object>]>([
  ["jku", async () => ({ jku: `${attackerKeys.url}/.well-known/jwks.json` })],
  ["x5u", async () => ({ x5u: `${attackerKeys.url}/cert.pem` })],
  ["jwk", async () => ({ jwk: await exportJWK(attacker.publicKey) })],
])("does not believe the header %s and fetches nothing from it", async (_, header) => {
  expect(await isAccepted(issuer.sign({}, await header(), attacker.privateKey))).toBe(false);
  expect(attackerKeys.requests).toEqual([]);
});

test.each(["../../dev/null", "../../../etc/passwd", "k-2", "", "k-1\u0000", "' OR 1=1 --", "x".repeat(2000)])(
  "refuses the key name %j",
  async (kid) => {
    expect(await isAccepted(issuer.sign({}, { kid }))).toBe(false);
  },
);

test("does not fetch the keys again for every unknown name", async () => {
  const before = issuer.end.requests.length;
  for (let n = 0; n < 20; n++) await isAccepted(issuer.sign({}, { kid: `guess-${n}` }));
  expect(issuer.end.requests.length - before).toBeLessThanOrEqual(1);
});

test("refuses a header that asks for an extension nobody knows", async () => {
  expect(await isAccepted(issuer.sign({}, { crit: ["evil"], evil: true }))).toBe(false);
});

test("refuses a payload that was changed after signing", async () => {
  const [header, , signature] = (await issuer.sign()).split(".");
  expect(await isAccepted(`${header}.${encodePart({ ...createClaims(issuer.url), sub: "eve" })}.${signature}`)).toBe(
    false,
  );
});

test("refuses a token of twenty thousand characters without asking anybody", async () => {
  expect(await isAccepted(issuer.sign({ pad: "x".repeat(20_000) }))).toBe(false);
});

test.each([undefined, "", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c.d", "Bearer a.b.c", "Basic YTpi", "a.b.c"])(
  "refuses the header %j",
  async (header) => {
    expect(await isAuthorized(header)).toBe(false);
  },
);

test("refuses two headers joined by a comma", async () => {
  const token = await issuer.sign();
  expect(await isAuthorized(`Bearer ${token}, Bearer ${token}`)).toBe(false);
});
