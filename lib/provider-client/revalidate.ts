// What a provider answered and need not send again: kept, and served only once it has said that it still holds
// (RFC 9110 section 13.1.2). An unchanged answer costs no rate limit where a provider says so, as GitHub does.
import { createHash } from "node:crypto";
import * as z from "zod";
import { assertUsable, withConnectionToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { ProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Connection } from "../store/connection.ts";
import { readConnectionWithCache } from "../store/connection-with-cache.ts";
import { readFresh, writeCached } from "./cache.ts";
import {
  type DataRequest,
  type ProviderCallContext,
  toAccessRequest,
  toConnectionQuery,
  withCallDependencies,
} from "./data-endpoint.ts";

export interface RevalidationOptions<S extends z.ZodType> {
  /** What is asked for, such as a path with its query: each has an entry of its own. */
  readonly target: string;
  /** Of the answer as it is kept; it must take what it has put out itself. */
  readonly schema: S;
}

/** An answer and what it can be asked for again under. */
export interface AnswerWithEtag<T> {
  readonly answer: T;
  readonly etag: string | null;
}

const day = 24 * 3600;
/** RFC 9110 sets no limit; a longer one is not worth keeping. */
const maxEtagLength = 500;

/**
 * The answer to a read that is asked for each time: one DynamoDB call for the connection and what is kept, and a write only
 * when the answer has changed. A cache that fails is never an error.
 * @param ask sends the kept answer's `etag` along as If-None-Match, and says "unchanged" for a 304
 * @throws as `withAccessToken`
 */
export function callRevalidated<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { target, schema }: RevalidationOptions<S>,
  ask: (call: ProviderCallContext, etag: string | undefined) => Promise<AnswerWithEtag<z.output<S>> | "unchanged">,
  dependencies?: Dependencies,
): Promise<z.output<S>> {
  const name = toCacheName(target);
  const work = async (needs: Dependencies & { readonly provider: Provider }) => {
    const read = await readConnectionWithCache({ ...toConnectionQuery(provider, request), name });
    const askProvider = async (token: string, connection: Connection) => {
      const before = await readFresh(connection, { name, schema: answerWithEtagSchema }, read.cached, needs);
      // What other code has kept may have lost its shape: then nothing is known, and all is asked for.
      const kept = schema.safeParse(before?.answer);
      const known = kept.success ? before?.etag : undefined;
      const fresh = await ask({ ...needs, token, connection }, known);
      count("CacheRead", { provider: provider.id, outcome: fresh === "unchanged" ? "confirmed" : "miss" });
      if (fresh !== "unchanged") {
        if (isCacheable(fresh))
          await writeCached(connection, name, fresh, day, needs).catch(() => countWriteFailure(provider));
        return fresh.answer;
      }
      if (known === undefined || !kept.success)
        throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
      return kept.data;
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

/** Hashed: a target may be longer than a sort key. */
const toCacheName = (target: string) => `etag#${createHash("sha256").update(target).digest("base64url")}`;
