// A fake identity provider: publishes keys over HTTP and signs any token.
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { json, startTestServer, type TestServer } from "../support/test-server.ts";

export const audience = "patchbay";
export const secondsFromNow = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

/** Encodes a token's part, for invalid tokens that no library creates. */
export const encodePart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Claims of a valid token. */
export const createClaims = (issuer: string): JWTPayload => ({
  sub: "ada",
  iss: issuer,
  aud: audience,
  exp: secondsFromNow(5),
});

export interface Issuer {
  readonly end: TestServer;
  readonly url: string;
  readonly publicKey: CryptoKey;
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>, key?: CryptoKey): Promise<string>;
}

export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "k-1", alg: "ES256", use: "sig" };
  const end = await startTestServer(json({ keys: [jwk] }));
  return {
    end,
    url: end.url,
    publicKey,
    sign: (claims = {}, header = {}, key = privateKey) =>
      new SignJWT({ ...createClaims(end.url), ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "k-1", typ: "JWT", ...header })
        .sign(key, { crit: { evil: true } }),
  };
}
