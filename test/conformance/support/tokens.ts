// The tokens that the clients of the old systems carry.
import { SignJWT } from "jose";
import { tokenSecret } from "../../../infra/local/likeness.ts";
import { tokenFor } from "../../support/api.ts";

type Claims = Readonly<Record<string, unknown>>;

const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** Signs claims with a shared secret. Undefined ones are left out. */
export const signHs256 = (claims: Claims, secret: string): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(new TextEncoder().encode(secret));

/** The secret of the studio's server. */
export const studioSecret = tokenSecret();

/** The claims of an access token of the studio's server: no `iss`, no `aud`, no `sub`. */
export const buildStudioClaims = (id: string, more: Claims = {}): Claims => ({
  id,
  email: `${id}@studio.example`,
  userType: "member",
  type: "access",
  jti: crypto.randomUUID(),
  iat: nowInSeconds(),
  exp: nowInSeconds() + 900,
  ...more,
});

export const studioToken = (id: string, more: Claims = {}): Promise<string> =>
  signHs256(buildStudioClaims(id, more), studioSecret);

/** The secret of the assistant's old gateway. */
export const gatewaySecret = tokenSecret("gateway");

/** As in infra/stages/assistant.ts. */
export const [gatewayIssuer, firebaseAudience] = ["https://assistant.example.com/auth", "assistant-example"];

/** The claims of an access token of the assistant's old gateway: `iss` and `sub`, no `aud`. */
export const buildGatewayClaims = (sub: string, more: Claims = {}): Claims => ({
  iss: gatewayIssuer,
  sub,
  type: "access",
  tenants: ["acme"],
  iat: nowInSeconds(),
  exp: nowInSeconds() + 900,
  ...more,
});

export const gatewayToken = (sub: string, more: Claims = {}): Promise<string> =>
  signHs256(buildGatewayClaims(sub, more), gatewaySecret);

/** A token of the assistant's identity provider, RS256, with a list of tenants. */
export const firebaseToken = (sub: string, claims: Claims = {}, expiresIn = 900): Promise<string> =>
  tokenFor({ sub }, { audience: firebaseAudience, claims: { tenants: ["acme"], ...claims }, expiresIn });
