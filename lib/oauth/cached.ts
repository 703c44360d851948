// Answers of a provider, kept sealed: what one account may see is nobody else's.
import { createHash } from "node:crypto";
import type * as z from "zod";
import { count } from "../metrics.ts";
import { readCache, writeCache } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import type { SealContext } from "../vault/seal.ts";
import type { Dependencies } from "./dependencies.ts";

export interface Cached<S extends z.ZodType> {
  readonly connection: Connection;
  readonly name: string;
  readonly schema: S;
  readonly seconds: number;
  /** Skip what is kept, and keep the new answer. */
  readonly refresh: boolean;
}

/**
 * The kept answer, or a new one. The cache serves the connection as it was consented to: reconnecting or other scopes empty it.
 * A cache that fails is never an error.
 */
export async function cached<S extends z.ZodType>(
  { connection, name, schema, seconds, refresh }: Cached<S>,
  load: () => Promise<z.output<S>>,
  { vault, now }: Pick<Dependencies, "vault" | "now">,
): Promise<z.output<S>> {
  const { tenant, user, provider, id } = connection;
  const at = { tenant, user, connection: id, name };
  const context: SealContext = { purpose: "cache", tenant, user, provider, connection: id, field: name };
  const version = consentVersion(connection);
  if (!refresh) {
    const kept = await readCache(at, version, now())
      .then((bytes) => bytes && vault.unseal(bytes, context))
      .catch(() => undefined);
    const parsed = kept === undefined ? undefined : schema.safeParse(JSON.parse(kept));
    count("CacheRead", { provider, outcome: parsed?.success ? "hit" : "miss" });
    if (parsed?.success) return parsed.data;
  }
  const fresh = await load();
  await keep().catch(() => count("CacheWriteFailed", { provider }));
  return fresh;

  async function keep() {
    await writeCache(at, version, await vault.seal(JSON.stringify(fresh), context), now() + seconds);
  }
}

function consentVersion({ connectedAt, scopes }: Connection): string {
  return createHash("sha256")
    .update(JSON.stringify([connectedAt, scopes]))
    .digest("base64url")
    .slice(0, 16);
}
