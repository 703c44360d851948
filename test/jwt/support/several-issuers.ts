// A stage whose tokens have several issuers: an identity provider beside two kinds of an older server's tokens. Import it before
// the code under test, whose environment it sets.
import "../../http/lambda-environment.ts";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { type AwsStandIn, startAwsStandIn } from "../../support/aws-stand-in.ts";
import { httpEvent } from "../../support/events.ts";
import { json, startTestServer, type TestServer } from "../../support/test-server.ts";

export const audience = "patchbay";
export const oldIssuer = "old-gateway";
/** The secrets by their names in Secrets Manager. */
export const secrets = {
  "patchbay/test/jwt/old": "secret-of-the-old-gateway-32-bytes",
  "patchbay/test/jwt/legacy": "secret-of-the-legacy-server-32-bytes",
} as const;

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
export const idpKeys = { privateKey, publicKey };
const jwk = { ...(await exportJWK(publicKey)), kid: "k-1", alg: "RS256" };

export const idp: TestServer = await startTestServer((response, asked) => {
  const isDiscovery = asked.path.endsWith("openid-configuration");
  json(isDiscovery ? { issuer: idp.url, jwks_uri: `${idp.url}/keys` } : { keys: [jwk] })(response, asked);
});
export const aws: AwsStandIn = await startAwsStandIn();

/** What the stand-ins answer with until a test says otherwise. */
export function answerWithSecrets(): void {
  const known: Readonly<Record<string, string>> = secrets;
  aws.on("GetSecretValue", ({ SecretId }) =>
    json({ SecretString: JSON.stringify({ current: known[String(SecretId)] }) }),
  );
}
answerWithSecrets();

export const closeStandIns = () => Promise.all([idp.close(), aws.close()]);

const own = { tenantClaim: "tenants", adminClaim: "role", adminValue: "admin" };
process.env.JWT_ENTRIES = JSON.stringify([
  {
    ...{ issuer: idp.url, audience: [audience], algorithm: "RS256", userClaim: "sub", requiredClaims: {} },
    ...{ ...own, stageAdmin: { claim: "role", value: "operator" }, sameUsers: false },
  },
  {
    ...{ name: "old", issuer: oldIssuer, audience: "none", algorithm: "HS256", userClaim: "sub", sameUsers: false },
    ...{ ...own, requiredClaims: { type: "access" } },
  },
  {
    ...{ name: "legacy", issuer: "none", audience: "none", algorithm: "HS256", userClaim: "id", sameUsers: false },
    ...{ tenantClaim: "team", adminClaim: "userType", adminValue: "admin" },
    ...{ requiredClaims: { type: "access" }, maxAgeSeconds: 3600 },
  },
]);

type Claims = Readonly<Record<string, unknown>>;

const inSeconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const lifetime = () => ({ iat: inSeconds(0), exp: inSeconds(600) });

const signWith = (alg: string, key: CryptoKey | string, claims: Claims, header: Claims = {}) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg, ...header })
    .sign(typeof key === "string" ? new TextEncoder().encode(key) : key);

/** A token of the identity provider; undefined removes a claim. */
export const signIdp = (claims: Claims = {}, key: CryptoKey | string = privateKey, alg = "RS256") =>
  signWith(alg, key, { iss: idp.url, aud: audience, sub: "5", ...lifetime(), ...claims }, { kid: "k-1" });

/** A token of the old gateway: `iss` and `sub`, but no `aud`. */
export const signOld = (
  claims: Claims = {},
  key: CryptoKey | string = secrets["patchbay/test/jwt/old"],
  alg = "HS256",
) => signWith(alg, key, { iss: oldIssuer, sub: "5", type: "access", jti: "1", ...lifetime(), ...claims });

/** A token of the legacy server: no `iss`, `aud` or `sub`. */
export const signLegacy = (
  claims: Claims = {},
  key: CryptoKey | string = secrets["patchbay/test/jwt/legacy"],
  alg = "HS256",
) =>
  signWith(alg, key, {
    ...{ id: "5", email: "ada@acme.example", userType: "user", type: "access", jti: "1" },
    ...{ ...lifetime(), ...claims },
  });

export const minutes = (count: number) => inSeconds(60 * count);

/** The event of a request with this token after the authorizer has seen it, and whether that let it through. */
export async function authorize(token: string, { on = "GET /api/integrations", headers = {} }: Authorized = {}) {
  const { handler } = await import("../../../functions/verify-token.ts");
  const authorization = `Bearer ${token}`;
  const { isAuthorized, context } = await handler({ headers: { authorization }, stageVariables: { verdicts: "read" } });
  const event = httpEvent({ on, headers: { ...headers, authorization } });
  Object.assign(event.requestContext, { authorizer: { lambda: context } });
  return { isAuthorized, event };
}

interface Authorized {
  readonly on?: string;
  readonly headers?: Record<string, string>;
}
