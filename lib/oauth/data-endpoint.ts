// What data endpoints share: which account, a call with its token, and answers that are kept for a while.
import * as z from "zod";
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { timed } from "../http/timed.ts";
import { withinTimeOf } from "../http/within-time.ts";
import { count } from "../metrics.ts";
import { readAccount } from "../store/account-read.ts";
import type { Connection } from "../store/connection.ts";
import { type AccessRequest, noteUse, usable, withAccessToken, withTokenOf } from "./access.ts";
import { type Cached, keptAnswer } from "./cached.ts";
import type { Provider } from "./definition.ts";
import { type Dependencies, dependencies } from "./dependencies.ts";
import { accountQuery } from "./queries.ts";
import { refilled } from "./refill.ts";

/** The query every data endpoint takes: the connection list's `id`, where a user has several accounts. */
export const { account } = accountQuery().shape;

/** `?refresh=true` and the like. */
export const flag = z
  .enum(["true", "false", "1", "0"])
  .default("false")
  .transform((value) => value === "true" || value === "1");

export interface Call extends Dependencies {
  readonly provider: Provider;
  readonly token: string;
  readonly connection: Connection;
}

export interface DataRequest {
  readonly user: User;
  readonly origin: Origin;
  readonly account: string | undefined;
  readonly set?: string;
}

/** Milliseconds for everything a request asks of the provider's API: the gateway gives up after 30 s. */
const callMs = 25_000;

/** Runs a call to the provider as the user's account; see `withAccessToken` for what is thrown. */
export function callProvider<T>(
  provider: Provider,
  request: DataRequest,
  call: (call: Call) => Promise<T>,
): Promise<T> {
  return prepared(provider, request, (needs) =>
    withAccessToken(accessOf(provider, request), (token, connection) => call({ ...needs, token, connection }), needs),
  );
}

/**
 * The kept answer of the user's account, or a new one that is kept.
 * @param load gets what was kept before where `wanted` is continuable, also when a refresh is asked for
 * @throws as `withAccessToken`; a cache that fails is never an error
 */
export function cachedCall<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  wanted: Cached<S>,
  load: (call: Call, before?: z.output<S>) => Promise<z.output<S>>,
): Promise<z.output<S>> {
  return prepared(provider, request, async (needs) => {
    const from = Date.now();
    const read = await readAccount({ ...placeOf(provider, request), name: wanted.name });
    const connection = usable(provider, read.connection);
    if (!wanted.refresh) {
      const kept = await keptAnswer(connection, wanted, read.kept, needs);
      count("CacheRead", { provider: provider.id, outcome: kept === undefined ? "miss" : "hit" });
      if (kept !== undefined) {
        await noteUse(connection, needs.now());
        return kept;
      }
    }
    const anew = (token: string, current: Connection) =>
      refilled(current, wanted, (before) => load({ ...needs, token, connection: current }, before), {
        ...needs,
        from,
      });
    return withTokenOf(connection, accessOf(provider, request), anew, needs);
  });
}

export const placeOf = (provider: Provider, { user, account }: DataRequest) => ({
  owner: { tenant: user.tenant, user: user.user },
  provider: provider.id,
  account,
});

export function accessOf(provider: Provider, { user, origin, ...rest }: DataRequest): AccessRequest {
  const { ip, requestId } = origin;
  return { provider, owner: user, actor: { actor: user.user, ip, requestId }, ...rest };
}

/** What a call needs, its requests measured and within the time that the user's request has for all of its calls. */
export async function prepared<T>(
  provider: Provider,
  { origin }: Pick<DataRequest, "origin">,
  work: (needs: Dependencies & { readonly provider: Provider }) => Promise<T>,
  needs: Dependencies = dependencies(),
): Promise<T> {
  const { fetch, report } = timed(withinTimeOf(origin, callMs, needs.fetch));
  try {
    return await work({ ...needs, fetch, provider });
  } finally {
    report(provider.id);
  }
}
