// In a stage whose tokens the gateway verifies, only WebSocket handshakes use this authorizer.
import "../http/lambda-environment.ts";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, expect, test } from "vitest";
import { json, startTestServer } from "../support/test-server.ts";
import { audience, createClaims } from "./issuer-stand-in.ts";

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: "k-1", alg: "RS256" };
const issuer = await startTestServer((response, asked) => {
  const isDiscovery = asked.path.endsWith("openid-configuration");
  json(isDiscovery ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` } : { keys: [jwk] })(response, asked);
});
afterAll(() => issuer.close());
Object.assign(process.env, {
  JWT_ISSUER: issuer.url,
  JWT_AUDIENCE: JSON.stringify([audience]),
  JWT_ALGORITHM: "RS256",
});
const { verifyToken } = await import("../../lib/jwt/verify-token.ts");
const isValidToken = async (token: string) => (await verifyToken(token)) !== undefined;

const sign = (claims: Record<string, unknown> = {}) =>
  new SignJWT({ ...createClaims(issuer.url), ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "k-1" })
    .sign(privateKey);

test("accepts a token signed with the issuer's key, found once through its discovery document", async () => {
  expect([await isValidToken(await sign()), await isValidToken(await sign())]).toEqual([true, true]);
  expect(issuer.requests.map(({ path }) => path)).toEqual(["/.well-known/openid-configuration", "/keys"]);
});

test("takes a token whose client is the audience, as access tokens of Amazon Cognito are", async () => {
  expect(await isValidToken(await sign({ aud: undefined, client_id: audience }))).toBe(true);
});

test.each([
  ["another audience, though the client is ours", { aud: "other", client_id: audience }],
  ["another client", { aud: undefined, client_id: "other" }],
  ["neither audience nor client", { aud: undefined }],
  ["a list of clients", { aud: undefined, client_id: { 0: audience } }],
  ["another issuer", { iss: "https://evil.example" }],
  ["an end long ago", { exp: 1 }],
])("refuses %s", async (_, claims) => {
  expect(await isValidToken(await sign(claims))).toBe(false);
});
