// Answers of a provider, kept sealed: what one account may see is nobody else's.
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type * as z from "zod";
import { type CacheEntry, type CacheKey, type Content, writeCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import type { SealContext } from "../vault/seal.ts";
import type { Dependencies } from "./dependencies.ts";

export interface Cached<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: S;
  /** How long to keep it; 0 for an answer that had better not be kept, such as one that is not complete. */
  readonly seconds: number | ((answer: z.output<S>) => number);
  /** Seconds past its time for which an answer is still there for `load` to go on from; none unless given. */
  readonly continuable?: number;
  /** Skip what is kept, and keep the new answer. */
  readonly refresh: boolean;
}

export type Needs = Pick<Dependencies, "vault" | "now">;

/** Larger answers are kept compressed: DynamoDB bills by size. */
const plainBytes = 4096;

/** Where it is kept. */
export const cachePlace = ({ tenant, user, id }: Connection, name: string): CacheKey => ({
  tenant,
  user,
  connection: id,
  name,
});

const contextOf = ({ tenant, user, provider, id }: Connection, name: string): SealContext => ({
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
export async function keptAnswer<S extends z.ZodType>(
  of: Connection,
  wanted: Pick<Cached<S>, "name" | "schema">,
  kept: CacheEntry | undefined,
  needs: Needs,
): Promise<z.output<S> | undefined> {
  return (kept?.expiresAt ?? 0) > needs.now() ? earlierAnswer(of, wanted, kept, needs) : undefined;
}

/** The same also past its time: nothing to serve, but a new answer may go on from it. */
export async function earlierAnswer<S extends z.ZodType>(
  of: Connection,
  { name, schema }: Pick<Cached<S>, "name" | "schema">,
  kept: CacheEntry | undefined,
  { vault }: Needs,
): Promise<z.output<S> | undefined> {
  if (kept?.content === undefined || kept.version !== consentVersion(of)) return undefined;
  try {
    const bytes = await vault.unsealBytes(kept.content, contextOf(of, name));
    const json = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    const parsed = schema.safeParse(JSON.parse(json.toString("utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an answer that nobody waits for, such as one brought in the background. */
export async function keepAnswer(of: Connection, name: string, value: unknown, seconds: number, needs: Needs) {
  return writeCache(cachePlace(of, name), await sealed(of, { name, seconds }, value, needs));
}

export type Keeping = Pick<Cached, "name" | "continuable"> & { readonly seconds: number };

/** An answer as it is kept. */
export async function sealed(
  of: Connection,
  { name, seconds, continuable = 0 }: Keeping,
  value: unknown,
  needs: Needs,
): Promise<Content> {
  const json = Buffer.from(JSON.stringify(value));
  // JSON never begins as gzip does, so nothing else has to say which of them it is.
  const bytes = json.length > plainBytes ? gzipSync(json) : json;
  const content = await needs.vault.seal(bytes, contextOf(of, name));
  const expiresAt = needs.now() + seconds;
  return { content, version: consentVersion(of), expiresAt, ttl: expiresAt + continuable };
}

function consentVersion({ connectedAt, scopes }: Connection): string {
  return createHash("sha256")
    .update(JSON.stringify([connectedAt, scopes]))
    .digest("base64url")
    .slice(0, 16);
}
