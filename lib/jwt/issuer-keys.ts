import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { ttlCached } from "../ttl-cache.ts";

const timeoutMs = 3000;
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * The published keys of an issuer: fetched when first needed and again at most once a minute, only from where the configured
 * issuer says. Issuers of RSA tokens name the place in their discovery document, where API Gateway reads it too
 * (OpenID Connect Discovery 1.0 section 4); those of ES256 have them at `/.well-known/jwks.json`.
 * @throws (the returned function) when the discovery document could not be had, and asks again the next time
 */
export function createIssuerKeys(issuer: string, algorithm: string, fetched: typeof fetch = fetch) {
  const base = issuer.replace(/\/$/, "");
  return ttlCached<JWTVerifyGetKey>(async () => createKeySet(await findKeysUrl(base, issuer, algorithm, fetched)), {
    ttlMs: Number.POSITIVE_INFINITY,
  });
}

const createKeySet = (url: URL) => createRemoteJWKSet(url, { cooldownDuration: 60_000, timeoutDuration: timeoutMs });

async function findKeysUrl(base: string, issuer: string, algorithm: string, fetched: typeof fetch): Promise<URL> {
  if (!algorithm.startsWith("RS")) return new URL(`${base}/.well-known/jwks.json`);
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await fetched(`${base}/.well-known/openid-configuration`, { signal, redirect: "error" });
  const found = discoverySchema.parse(await answer.json());
  const url = new URL(found.jwks_uri);
  if (found.issuer !== issuer || url.protocol !== new URL(issuer).protocol) {
    throw new Error("The issuer's discovery document is not its own.");
  }
  return url;
}
