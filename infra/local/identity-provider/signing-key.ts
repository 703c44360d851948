// The demo identity provider's signing key; a new one at each start.
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export interface TokenRequest {
  readonly sub: string;
  /** Added to the claims of the demo user `sub`, if there is one; null removes a claim. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Seconds from now; negative makes an expired token. */
  readonly expiresIn?: number | undefined;
  readonly audience?: string | readonly string[] | undefined;
  readonly issuer?: string | undefined;
  /** Seconds from now. */
  readonly notBefore?: number | undefined;
}

export interface SigningKey {
  readonly privateJwk: JWK;
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const identity = { alg: "RS256", kid: "demo-1", use: "sig" };
  return {
    privateJwk: { ...(await exportJWK(privateKey)), ...identity },
    sign: (claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: identity.alg, kid: identity.kid, typ: "at+jwt" })
        .sign(privateKey),
  };
}

/** The claims of a requested token; the defaults are those of a real sign-in. */
export function buildClaims(
  wish: TokenRequest,
  known: Readonly<Record<string, unknown>>,
  defaults: { readonly issuer: string; readonly audience: string },
  now: number = Date.now(),
): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  const all: Record<string, unknown> = {
    iss: wish.issuer ?? defaults.issuer,
    aud: wish.audience ?? defaults.audience,
    sub: wish.sub,
    client_id: "patchbay-page",
    iat: seconds,
    exp: seconds + (wish.expiresIn ?? 3600),
    ...(wish.notBefore === undefined ? {} : { nbf: seconds + wish.notBefore }),
    ...known,
    ...wish.claims,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
