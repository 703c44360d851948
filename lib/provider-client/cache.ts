// Caches responses of a provider per connection, sealed: an account's data must not reach another account.
import { createHash } from "node:crypto";
import type * as z from "zod";
import type { Dependencies } from "../connections/dependencies.ts";
import { gunzipText, gzipText } from "../gzip-text.ts";
import { ProviderError } from "../http/provider-error.ts";
import { serializeJson } from "../http/response.ts";
import { type CacheContent, type CacheEntry, type CacheKey, type CacheName, writeCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import type { ConnectionKey } from "../store/owner.ts";
import type { SealContext } from "../vault/seal.ts";

export interface CachePolicy<S extends z.ZodType = z.ZodType> {
  readonly name: CacheName;
  readonly schema: S;
  /** How long a response is fresh; 0 to not cache it, such as an incomplete one. */
  readonly seconds: number | ((answer: z.output<S>) => number);
  /** How long a stale response is kept for `load` to start from. Default: 0. */
  readonly staleSeconds?: number;
  /** Ignore the cached response and cache the new one. */
  readonly refresh: boolean;
  /**
   * For providers whose events may name no connection: what is left of a cached response after some resources changed. The same
   * object if none of its own did; otherwise what a new response is loaded from, or undefined.
   */
  readonly withoutChanged?: (answer: z.output<S>, hasChanged: (resource: string) => boolean) => z.output<S> | undefined;
  /** With `withoutChanged`: a resource that also counts as changed if a hook of another connection in the tenant says so. */
  readonly resource?: string;
}

export type CacheDependencies = Pick<Dependencies, "vault" | "now">;

/** Larger responses are compressed. */
const maxPlainBytes = 1024;

/** The key of a connection's cache entry. */
export const toCacheKey = ({ tenant, user, id }: Connection, name: CacheName): CacheKey => ({
  tenant,
  user,
  connection: id,
  name,
});

export const cacheSealContext = ({ tenant, user, provider, id }: ConnectionKey, name: CacheName): SealContext => ({
  purpose: "cache",
  tenant,
  user,
  provider,
  connection: id,
  field: name,
});

/**
 * The cached response, if it is fresh and was cached under the connection's current consent: reconnecting and other scopes make it
 * invalid. An entry that cannot be read counts as missing.
 */
export async function readFresh<S extends z.ZodType>(
  connection: Connection,
  policy: Pick<CachePolicy<S>, "name" | "schema">,
  cached: CacheEntry | undefined,
  dependencies: CacheDependencies,
): Promise<z.output<S> | undefined> {
  return (cached?.expiresAt ?? 0) > dependencies.now()
    ? readStale(connection, policy, cached, dependencies)
    : undefined;
}

/** Like `readFresh`, also when it is stale: not to serve it, but to load a new response from it. */
export async function readStale<S extends z.ZodType>(
  connection: Connection,
  { name, schema }: Pick<CachePolicy<S>, "name" | "schema">,
  cached: CacheEntry | undefined,
  { vault }: CacheDependencies,
): Promise<z.output<S> | undefined> {
  if (cached?.content === undefined || cached.version !== hashConsent(connection)) return undefined;
  try {
    const bytes = await vault.unsealBytes(cached.content, cacheSealContext(connection, name));
    const parsed = schema.safeParse(JSON.parse(gunzipText(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a response to the cache without a claim, replacing what is there. */
export async function writeCached(
  connection: Connection,
  cacheWrite: CacheWrite,
  value: unknown,
  dependencies: CacheDependencies,
) {
  return writeCache(
    toCacheKey(connection, cacheWrite.name),
    await sealAnswer(connection, cacheWrite, value, dependencies),
  );
}

export interface CacheWrite extends Pick<CachePolicy, "name" | "staleSeconds"> {
  readonly seconds: number;
  /** When the provider was asked, epoch milliseconds. */
  readonly askedAt?: number;
}

/**
 * Serializes, compresses and seals a response for the cache.
 * @throws ProviderError permanent `answer_too_deep` for what is nested too deep to be written
 */
export async function sealAnswer(
  connection: Connection,
  { name, seconds, staleSeconds = 0, askedAt }: CacheWrite,
  value: unknown,
  dependencies: CacheDependencies,
): Promise<CacheContent> {
  const text = serializeJson(value);
  if (text === undefined) throw new ProviderError({ kind: "permanent", code: "answer_too_deep" });
  const content = await dependencies.vault.seal(gzipText(text, maxPlainBytes), cacheSealContext(connection, name));
  const expiresAt = dependencies.now() + seconds;
  return {
    content,
    version: hashConsent(connection),
    expiresAt,
    ttl: expiresAt + staleSeconds,
    ...(askedAt && { askedAt }),
  };
}

function hashConsent({ connectedAt, scopes }: Connection): string {
  return createHash("sha256")
    .update(JSON.stringify([connectedAt, scopes]))
    .digest("base64url")
    .slice(0, 16);
}
