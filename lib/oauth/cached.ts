// Answers of a provider, kept sealed: what one account may see is nobody else's.
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import type * as z from "zod";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import {
  type CacheEntry,
  type CacheKey,
  type Content,
  claimRefill,
  readCache,
  releaseRefill,
  storeRefill,
  writeCache,
} from "../store/cache.ts";
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

type Needs = Pick<Dependencies, "vault" | "now">;

/** Larger answers are kept compressed: DynamoDB bills by size. */
const plainBytes = 4096;

const placeOf = ({ tenant, user, id }: Connection, name: string): CacheKey => ({ tenant, user, connection: id, name });

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
  return writeCache(placeOf(of, name), await sealed(of, { name, seconds }, value, needs));
}

type Keeping = Pick<Cached, "name" | "continuable"> & { readonly seconds: number };

async function sealed(
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

/** Longer than a request may take, so that a claim outlives its owner only when that has crashed. */
const claimSeconds = 30;
/** How long others wait for the one who asks. */
const patienceMs = 20_000;

/** @param before the answer of earlier, where it is continuable */
type Load<S extends z.ZodType> = (before?: z.output<S>) => Promise<z.output<S>>;

/**
 * Brings an answer anew. One at a time asks the provider; the others wait for what it brings.
 * A cache that fails is never an error.
 * @param from epoch milliseconds at which the account was read: what came since is as good as new
 * @throws what `load` throws; Problem provider_unavailable when the one who asks takes too long
 */
export async function refilled<S extends z.ZodType>(
  of: Connection,
  wanted: Cached<S>,
  load: Load<S>,
  { from, ...needs }: Needs & { readonly from: number },
): Promise<z.output<S>> {
  const at = placeOf(of, wanted.name);
  const claim = randomUUID();
  const broughtSince = (kept: CacheEntry | undefined) =>
    (kept?.storedAt ?? 0) < from ? undefined : keptAnswer(of, wanted, kept, needs);
  for (let pause = 100; Date.now() - from < patienceMs; pause = Math.min(pause * 1.5, 1000)) {
    const claimed = await claimRefill(at, claim, needs.now(), claimSeconds).catch(() => "broken" as const);
    if (claimed === "broken") return load();
    if (claimed === undefined) await sleep(pause * (0.75 + Math.random() / 2));
    const theirs = claimed ? claimed.before : await readCache(at, true).catch(() => undefined);
    const answer = await broughtSince(theirs);
    if (answer === undefined && claimed) {
      const before = wanted.continuable === undefined ? undefined : await earlierAnswer(of, wanted, theirs, needs);
      return loaded(of, wanted, () => load(before), claim, needs);
    }
    if (answer === undefined) continue;
    if (claimed) await releaseRefill(at, claim).catch(() => undefined);
    return answer;
  }
  throw new Problem("provider_unavailable", { retryAfter: 2 });
}

interface InTurn extends Keeping {
  /** Epoch milliseconds until which to wait for another one who is at it. */
  readonly until: number;
}

/**
 * Brings an answer anew where nobody waits for it, after whoever is at it: unlike theirs, it knows of what has happened just now.
 * @param load undefined for what had better not be kept
 * @returns whether it is kept; false also where others took too long, or the row was cleared meanwhile
 * @throws what `load` throws, or the store
 */
export async function refilledInTurn(
  of: Connection,
  { until, ...keeping }: InTurn,
  load: () => Promise<unknown>,
  needs: Needs,
): Promise<boolean> {
  const at = placeOf(of, keeping.name);
  const claim = randomUUID();
  while (!(await claimRefill(at, claim, needs.now(), claimSeconds))) {
    if (Date.now() >= until) return false;
    await sleep(150 + Math.random() * 150);
  }
  try {
    const fresh = await load();
    if (fresh !== undefined) return await storeRefill(at, claim, await sealed(of, keeping, fresh, needs));
  } catch (error) {
    await releaseRefill(at, claim);
    throw error;
  }
  await releaseRefill(at, claim);
  return false;
}

async function loaded<S extends z.ZodType>(
  of: Connection,
  wanted: Cached<S>,
  load: Load<S>,
  claim: string,
  needs: Needs,
): Promise<z.output<S>> {
  const at = placeOf(of, wanted.name);
  const failed = () => count("CacheWriteFailed", { provider: of.provider });
  try {
    const fresh = await load();
    const seconds = typeof wanted.seconds === "function" ? wanted.seconds(fresh) : wanted.seconds;
    const kept =
      seconds > 0
        ? sealed(of, { ...wanted, seconds }, fresh, needs).then((content) => storeRefill(at, claim, content))
        : releaseRefill(at, claim);
    await kept.catch(failed);
    return fresh;
  } catch (error) {
    await releaseRefill(at, claim).catch(failed);
    throw error;
  }
}

function consentVersion({ connectedAt, scopes }: Connection): string {
  return createHash("sha256")
    .update(JSON.stringify([connectedAt, scopes]))
    .digest("base64url")
    .slice(0, 16);
}
