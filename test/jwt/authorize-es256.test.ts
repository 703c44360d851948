import "../http/lambda-environment.ts";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import { farEnd, json } from "../http/far-end.ts";
import { audience, claimsOf, encoded, inMinutes, issuerStandIn } from "./issuer-stand-in.ts";

const issuer = await issuerStandIn();
const attacker = await generateKeyPair("ES256", { extractable: true });
const attackerKeys = await farEnd(json({ keys: [{ ...(await exportJWK(attacker.publicKey)), kid: "k-1" }] }));
afterAll(() => Promise.all([issuer.end.close(), attackerKeys.close()]));
beforeEach(() => {
  attackerKeys.asked.length = 0;
});

Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience, "patchbay-mobile"]),
  JWT_ALGORITHM: "ES256",
});
const { authorizes } = await import("../../lib/jwt/authorize.ts");
const isLetIn = async (token: string | Promise<string>) => authorizes(`Bearer ${await token}`);

test("lets a good token in", async () => {
  expect(await isLetIn(issuer.sign())).toBe(true);
});

test("takes any of the configured audiences", async () => {
  expect(await isLetIn(issuer.sign({ aud: ["other", "patchbay-mobile"] }))).toBe(true);
});

test("fetches the keys once for many tokens", async () => {
  await isLetIn(issuer.sign());
  await isLetIn(issuer.sign());
  expect(issuer.end.asked.map(({ path }) => path)).toEqual(["/.well-known/jwks.json"]);
});

test.each<[string, Parameters<typeof issuer.sign>[0]]>([
  ["another issuer", { iss: "https://evil.example" }],
  ["the issuer with a slash", { iss: `${issuer.url}/` }],
  ["no issuer", { iss: undefined }],
  ["another audience", { aud: "other" }],
  ["an audience that only resembles ours", { aud: "patchbay2" }],
  ["no audience", { aud: undefined }],
  ["an end more than a minute ago", { exp: inMinutes(-2) }],
  ["no end", { exp: undefined }],
  ["a beginning more than a minute ahead", { nbf: inMinutes(2) }],
  ["no subject", { sub: undefined }],
])("refuses a token with %s", async (_, claims) => {
  expect(await isLetIn(issuer.sign(claims))).toBe(false);
});

test.each([
  ["an end half a minute ago", { exp: inMinutes(-0.5) }],
  ["a beginning half a minute ahead", { nbf: inMinutes(0.5) }],
])("allows for clocks that differ: %s", async (_, claims) => {
  expect(await isLetIn(issuer.sign(claims))).toBe(true);
});

test.each(["none", "None", "NONE", "nOnE"])("refuses a token without a signature: alg %s", async (alg) => {
  const unsigned = `${encoded({ alg, typ: "JWT" })}.${encoded(claimsOf(issuer.url))}`;
  expect(await isLetIn(`${unsigned}.`)).toBe(false);
  expect(await isLetIn(`${unsigned}.c2ln`)).toBe(false);
});

test("refuses a token signed with the public key as if it were a shared secret", async () => {
  const secrets = [await exportSPKI(issuer.publicKey), JSON.stringify(await exportJWK(issuer.publicKey))];
  for (const secret of secrets) {
    const token = new SignJWT(claimsOf(issuer.url))
      .setProtectedHeader({ alg: "HS256", kid: "k-1" })
      .sign(new TextEncoder().encode(secret));
    expect(await isLetIn(token)).toBe(false);
  }
});

test("refuses another algorithm, though the signature is good", async () => {
  const { privateKey } = await generateKeyPair("RS256");
  const token = new SignJWT(claimsOf(issuer.url)).setProtectedHeader({ alg: "RS256", kid: "k-1" }).sign(privateKey);
  expect(await isLetIn(token)).toBe(false);
});

test("refuses another's key under our key's name", async () => {
  expect(await isLetIn(issuer.sign({}, {}, attacker.privateKey))).toBe(false);
});

test.each<[string, () => Promise<object>]>([
  ["jku", async () => ({ jku: `${attackerKeys.url}/.well-known/jwks.json` })],
  ["x5u", async () => ({ x5u: `${attackerKeys.url}/cert.pem` })],
  ["jwk", async () => ({ jwk: await exportJWK(attacker.publicKey) })],
])("does not believe the header %s and fetches nothing from it", async (_, header) => {
  expect(await isLetIn(issuer.sign({}, await header(), attacker.privateKey))).toBe(false);
  expect(attackerKeys.asked).toEqual([]);
});

test.each(["../../dev/null", "../../../etc/passwd", "k-2", "", "k-1\u0000", "' OR 1=1 --", "x".repeat(2000)])(
  "refuses the key name %j",
  async (kid) => {
    expect(await isLetIn(issuer.sign({}, { kid }))).toBe(false);
  },
);

test("does not fetch the keys again for every unknown name", async () => {
  const before = issuer.end.asked.length;
  for (let n = 0; n < 20; n++) await isLetIn(issuer.sign({}, { kid: `guess-${n}` }));
  expect(issuer.end.asked.length - before).toBeLessThanOrEqual(1);
});

test("refuses a header that asks for an extension nobody knows", async () => {
  expect(await isLetIn(issuer.sign({}, { crit: ["evil"], evil: true }))).toBe(false);
});

test("refuses a payload that was changed after signing", async () => {
  const [header, , signature] = (await issuer.sign()).split(".");
  expect(await isLetIn(`${header}.${encoded({ ...claimsOf(issuer.url), sub: "eve" })}.${signature}`)).toBe(false);
});

test("refuses a token of twenty thousand characters without asking anybody", async () => {
  expect(await isLetIn(issuer.sign({ pad: "x".repeat(20_000) }))).toBe(false);
});

test.each([undefined, "", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c.d", "Bearer a.b.c", "Basic YTpi", "a.b.c"])(
  "refuses the header %j",
  async (header) => {
    expect(await authorizes(header)).toBe(false);
  },
);

test("refuses two headers joined by a comma", async () => {
  const token = await issuer.sign();
  expect(await authorizes(`Bearer ${token}, Bearer ${token}`)).toBe(false);
});
