// Answers of a provider, kept sealed: what one account may see is nobody else's.
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type * as z from "zod";
import type { Dependencies } from "../connections/dependencies.ts";
import { type CacheContent, type CacheEntry, type CacheKey, writeCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import type { SealContext } from "../vault/seal.ts";

export interface CachePolicy<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: S;
  /** How long to keep it; 0 for an answer that had better not be kept, such as one that is not complete. */
  readonly seconds: number | ((answer: z.output<S>) => number);
  /** Seconds past its time for which an answer is still there for `load` to go on from; none unless given. */
  readonly staleSeconds?: number;
  /** Skip what is kept, and keep the new answer. */
  readonly refresh: boolean;
}

export type CacheDependencies = Pick<Dependencies, "vault" | "now">;

/** Larger answers are kept compressed: DynamoDB bills by size. */
const maxPlainBytes = 4096;

/** Where it is kept. */
export const toCacheKey = ({ tenant, user, id }: Connection, name: string): CacheKey => ({
  tenant,
  user,
  connection: id,
  name,
});

const cacheSealContext = ({ tenant, user, provider, id }: Connection, name: string): SealContext => ({
  purpose: "cache",
  tenant,
  user,
  provider,
  connection: id,
  field: name,
});

/**
 * What is kept, if it may be served: not past its time, and of the connection as it was consented to (reconnecting or other
 * scopes make it worthless). What cannot be read counts as not there.
 */
export async function readFresh<S extends z.ZodType>(
  of: Connection,
  wanted: Pick<CachePolicy<S>, "name" | "schema">,
  kept: CacheEntry | undefined,
  needs: CacheDependencies,
): Promise<z.output<S> | undefined> {
  return (kept?.expiresAt ?? 0) > needs.now() ? readStale(of, wanted, kept, needs) : undefined;
}

/** The same also past its time: nothing to serve, but a new answer may go on from it. */
export async function readStale<S extends z.ZodType>(
  of: Connection,
  { name, schema }: Pick<CachePolicy<S>, "name" | "schema">,
  kept: CacheEntry | undefined,
  { vault }: CacheDependencies,
): Promise<z.output<S> | undefined> {
  if (kept?.content === undefined || kept.version !== hashConsent(of)) return undefined;
  try {
    const bytes = await vault.unsealBytes(kept.content, cacheSealContext(of, name));
    const json = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    const parsed = schema.safeParse(JSON.parse(json.toString("utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an answer that nobody waits for, such as one brought in the background. */
export async function writeCached(
  of: Connection,
  name: string,
  value: unknown,
  seconds: number,
  needs: CacheDependencies,
) {
  return writeCache(toCacheKey(of, name), await sealAnswer(of, { name, seconds }, value, needs));
}

export type CacheWrite = Pick<CachePolicy, "name" | "staleSeconds"> & { readonly seconds: number };

/** An answer as it is kept. */
export async function sealAnswer(
  of: Connection,
  { name, seconds, staleSeconds: continuable = 0 }: CacheWrite,
  value: unknown,
  needs: CacheDependencies,
): Promise<CacheContent> {
  const json = Buffer.from(JSON.stringify(value));
  // JSON never begins as gzip does, so nothing else has to say which of them it is.
  const bytes = json.length > maxPlainBytes ? gzipSync(json) : json;
  const content = await needs.vault.seal(bytes, cacheSealContext(of, name));
  const expiresAt = needs.now() + seconds;
  return { content, version: hashConsent(of), expiresAt, ttl: expiresAt + continuable };
}

function hashConsent({ connectedAt, scopes }: Connection): string {
  return createHash("sha256")
    .update(JSON.stringify([connectedAt, scopes]))
    .digest("base64url")
    .slice(0, 16);
}
