import { readText } from "../read-json.ts";
import { decodeClaims } from "./decode-claims.ts";

export interface SignedInUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface ExpectedClaims {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
}

const clockSkewSeconds = 60;

/**
 * Reads the signed-in user. The signature needs no check because the token came straight from the token endpoint over TLS
 * (OpenID Connect Core section 3.1.3.7, point 6); issuer, audience, nonce and expiry are checked.
 * @returns undefined when the token is expired, or not for this page and this sign-in
 */
export function readIdToken(
  token: string,
  expected: ExpectedClaims,
  nowSeconds = Date.now() / 1000,
): SignedInUser | undefined {
  const claims = decodeClaims(token);
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const isForClient =
    audience.includes(expected.clientId) && (audience.length === 1 || claims.azp === expected.clientId);
  const isFresh = typeof claims.exp === "number" && claims.exp > nowSeconds - clockSkewSeconds;
  const matchesSignIn = claims.iss === expected.issuer && isForClient && claims.nonce === expected.nonce;
  const id = readText(claims.sub);
  if (!matchesSignIn || !isFresh || !id) return undefined;
  const email = readText(claims.email);
  return { id, email, name: readText(claims.name) || readText(claims.preferred_username) || email || id };
}
