// Caches responses with their ETag and revalidates them on every read (RFC 9110 section 13.1.2).
// At GitHub, a 304 does not count against the rate limit.
import { createHash } from "node:crypto";
import * as z from "zod";
import { assertUsable, withConnectionToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { ProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import type { CacheName } from "../store/cache.ts";
import type { Connection } from "../store/connection.ts";
import { readConnectionWithCache } from "../store/connection-with-cache.ts";
import { readFresh, writeCached } from "./cache.ts";
import { countCacheRead } from "./count-cache-read.ts";
import {
  type DataRequest,
  type ProviderCallContext,
  toAccessRequest,
  toConnectionQuery,
  withCallDependencies,
} from "./data-endpoint.ts";

export interface RevalidationOptions<S extends z.ZodType> {
  /** What is requested, such as a path with its query: each target has its own cache entry. */
  readonly target: string;
  /** Schema of the cached response. It must accept its own output. */
  readonly schema: S;
  /** Sends `etag` as If-None-Match, and returns "unchanged" for a 304. */
  ask(call: ProviderCallContext, etag: string | undefined): Promise<AnswerWithEtag<z.output<S>> | "unchanged">;
}

/** A response and its ETag. */
export interface AnswerWithEtag<T> {
  readonly answer: T;
  readonly etag: string | null;
}

const day = 24 * 3600;
/** RFC 9110 sets no limit. A response with a longer one is not cached. */
const maxEtagLength = 500;

/**
 * Reads from the provider and uses the cached response when it has not changed. Reads the connection and the cache entry in one
 * DynamoDB call, and writes only when the response changed. Failures of the cache are not errors.
 * @throws as `withAccessToken`
 */
export function callRevalidated<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { target, schema, ask }: RevalidationOptions<S>,
  dependencies?: Dependencies,
): Promise<z.output<S>> {
  const name = toCacheName(target);
  const work = async (needs: Dependencies & { readonly provider: Provider }) => {
    const read = await readConnectionWithCache({ ...toConnectionQuery(provider, request), name });
    const askProvider = async (token: string, connection: Connection) => {
      const entry = await readFresh(connection, { name, schema: answerWithEtagSchema }, read.cached, needs);
      // Another version of the code may have cached another shape: then request it without an ETag.
      const cached = schema.safeParse(entry?.answer);
      const etag = cached.success ? entry?.etag : undefined;
      const fresh = await ask({ ...needs, token, connection }, etag);
      countCacheRead(connection, fresh === "unchanged" ? "confirmed" : "miss");
      if (fresh !== "unchanged") {
        if (isCacheable(fresh))
          await writeCached(connection, { name, seconds: day }, fresh, needs).catch(() => countWriteFailure(provider));
        return fresh.answer;
      }
      if (etag === undefined || !cached.success)
        throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
      return cached.data;
    };
    return withConnectionToken(
      assertUsable(provider, read.connection),
      toAccessRequest(provider, request),
      askProvider,
      needs,
    );
  };
  return withCallDependencies(provider, request, work, dependencies);
}

const answerWithEtagSchema = z.object({ etag: z.string(), answer: z.unknown() });

const isCacheable = ({ etag }: AnswerWithEtag<unknown>) => etag !== null && etag.length <= maxEtagLength;

const countWriteFailure = (provider: Provider) => count("CacheWriteFailed", { provider: provider.id });

/** Hashed because a target may be longer than a sort key. */
const toCacheName = (target: string): CacheName => `etag#${createHash("sha256").update(target).digest("base64url")}`;
