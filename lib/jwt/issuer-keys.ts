import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { ttlCached } from "../ttl-cache.ts";

const timeoutMs = 3000;
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * Creates a loader of an issuer's public keys (JWKS). They are fetched on first use and refreshed at most once a minute.
 * For RS algorithms the URL comes from the issuer's discovery document, as in API Gateway (OpenID Connect Discovery 1.0
 * section 4); otherwise it is `/.well-known/jwks.json`.
 * @returns a function that throws if the discovery document cannot be loaded, and tries again on its next call
 */
export function createIssuerKeys(issuer: string, algorithm: string, send: typeof fetch = fetch) {
  const base = issuer.replace(/\/$/, "");
  return ttlCached<JWTVerifyGetKey>(async () => createKeySet(await findKeysUrl(base, issuer, algorithm, send)), {
    ttlMs: Number.POSITIVE_INFINITY,
  });
}

const createKeySet = (url: URL) => createRemoteJWKSet(url, { cooldownDuration: 60_000, timeoutDuration: timeoutMs });

async function findKeysUrl(base: string, issuer: string, algorithm: string, send: typeof fetch): Promise<URL> {
  if (!algorithm.startsWith("RS")) return new URL(`${base}/.well-known/jwks.json`);
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await send(`${base}/.well-known/openid-configuration`, { signal, redirect: "error" });
  const found = discoverySchema.parse(await answer.json());
  const url = new URL(found.jwks_uri);
  if (found.issuer !== issuer || url.protocol !== new URL(issuer).protocol) {
    throw new Error("The issuer's discovery document is not its own.");
  }
  return url;
}
