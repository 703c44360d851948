// What a provider answered and need not send again: kept, and served only once it has said that it still holds
// (RFC 9110 section 13.1.2). An unchanged answer costs no rate limit where a provider says so, as GitHub does.
import { createHash } from "node:crypto";
import * as z from "zod";
import { ProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import { readAccount } from "../store/account-read.ts";
import type { Connection } from "../store/connection.ts";
import { usable, withTokenOf } from "./access.ts";
import { keepAnswer, keptAnswer } from "./cached.ts";
import { accessOf, type Call, type DataRequest, placeOf, prepared } from "./data-endpoint.ts";
import type { Provider } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";

export interface Revalidated<S extends z.ZodType> {
  /** What is asked for, such as a path with its query: each has an entry of its own. */
  readonly target: string;
  /** Of the answer as it is kept; it must take what it has put out itself. */
  readonly schema: S;
}

/** An answer and what it can be asked for again under. */
export interface Validated<T> {
  readonly answer: T;
  readonly etag: string | null;
}

const day = 24 * 3600;
/** RFC 9110 sets no limit; a longer one is not worth keeping. */
const longestEtag = 500;

/**
 * The answer to a read that is asked for each time: one DynamoDB call for the connection and what is kept, and a write only
 * when the answer has changed. A cache that fails is never an error.
 * @param ask sends the kept answer's `etag` along as If-None-Match, and says "unchanged" for a 304
 * @throws as `withAccessToken`
 */
export function revalidatedCall<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  { target, schema }: Revalidated<S>,
  ask: (call: Call, etag: string | undefined) => Promise<Validated<z.output<S>> | "unchanged">,
  dependencies?: Dependencies,
): Promise<z.output<S>> {
  const name = nameOf(target);
  const work = async (needs: Dependencies & { readonly provider: Provider }) => {
    const read = await readAccount({ ...placeOf(provider, request), name });
    const asked = async (token: string, connection: Connection) => {
      const before = await keptAnswer(connection, { name, schema: validated }, read.kept, needs);
      // What other code has kept may have lost its shape: then nothing is known, and all is asked for.
      const kept = schema.safeParse(before?.answer);
      const known = kept.success ? before?.etag : undefined;
      const fresh = await ask({ ...needs, token, connection }, known);
      count("CacheRead", { provider: provider.id, outcome: fresh === "unchanged" ? "confirmed" : "miss" });
      if (fresh !== "unchanged") {
        if (isKeepable(fresh)) await keepAnswer(connection, name, fresh, day, needs).catch(() => lost(provider));
        return fresh.answer;
      }
      if (known === undefined || !kept.success)
        throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
      return kept.data;
    };
    return withTokenOf(usable(provider, read.connection), accessOf(provider, request), asked, needs);
  };
  return prepared(provider, request, work, dependencies);
}

const validated = z.object({ etag: z.string(), answer: z.unknown() });

const isKeepable = ({ etag }: Validated<unknown>) => etag !== null && etag.length <= longestEtag;

const lost = (provider: Provider) => count("CacheWriteFailed", { provider: provider.id });

/** Hashed: a target may be longer than a sort key. */
const nameOf = (target: string) => `etag#${createHash("sha256").update(target).digest("base64url")}`;
