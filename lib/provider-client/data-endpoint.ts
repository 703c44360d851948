// Shared by the data endpoints: selecting the account, calling the provider with its token, caching the response.
import * as z from "zod";
import { config } from "../config.ts";
import {
  type AccessRequest,
  assertUsable,
  recordLastUsed,
  withAccessToken,
  withConnectionToken,
} from "../connections/access-token.ts";
import { type Dependencies, defaultDependencies } from "../connections/dependencies.ts";
import { accountQuery } from "../connections/query-schemas.ts";
import type { Origin } from "../http/endpoint.ts";
import { withRequestDeadline } from "../http/fetch-deadline.ts";
import { withLatencyMetric } from "../http/latency-metric.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import { getAskedAt } from "../store/cache.ts";
import { hasChangedSince } from "../store/changed-resources.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { readConnectionWithCache } from "../store/connection-with-cache.ts";
import type { Owner } from "../store/owner.ts";
import { type CachePolicy, readFresh } from "./cache.ts";
import { countCacheRead } from "./count-cache-read.ts";
import { singleFlight } from "./single-flight.ts";

/** Query parameter of every data endpoint: the `id` of a connection, for users with several accounts. */
export const { account } = accountQuery().shape;

/** `?refresh=true` and the like. */
export const booleanFlag = z
  .enum(["true", "false", "1", "0"])
  .default("false")
  .transform((value) => value === "true" || value === "1");

export interface ProviderCallContext extends Dependencies {
  readonly provider: Provider;
  readonly token: string;
  readonly connection: Connection;
}

export interface DataRequest {
  readonly user: Owner;
  readonly origin: Origin;
  readonly account: string | undefined;
  /** Whose connection it is; the user's own unless given. */
  readonly owner?: Owner;
  readonly set?: TokenSetName;
  /** Nobody waits for it: it does not count as a use of the connection. */
  readonly isBackground?: true;
}

const { CALL_TIMEOUT_MS: callTimeoutMs } = config("CALL_TIMEOUT_MS");

/** Calls the provider with the token of the user's account. @throws as `withAccessToken` */
export function callProvider<T>(
  provider: Provider,
  request: DataRequest,
  call: (call: ProviderCallContext) => Promise<T>,
): Promise<T> {
  return withCallDependencies(provider, request, (dependencies) =>
    withAccessToken(
      toAccessRequest(provider, request),
      (token, connection) => {
        // A repeated request looks for it among the user's own.
        if (request.owner === undefined) request.origin.usedConnection = connection.id;
        return call({ ...dependencies, provider: locateProvider(provider, connection), token, connection });
      },
      dependencies,
    ),
  );
}

/**
 * Returns the cached response for the user's account, or loads and caches a new one.
 * @param load gets the previous response if the policy has `staleSeconds`, also when `refresh` is set
 * @throws as `withAccessToken`. Failures of the cache are not errors.
 */
export function callCached<S extends z.ZodType>(
  provider: Provider,
  request: DataRequest,
  policy: CachePolicy<S>,
  load: (call: ProviderCallContext, before?: z.output<S>) => Promise<z.output<S>>,
): Promise<z.output<S>> {
  return withCallDependencies(provider, request, async (dependencies) => {
    const from = Date.now();
    const { name, resource, withoutChanged = keepAnswer } = policy;
    const changes = { withChanges: policy.withoutChanged !== undefined, resource };
    const read = await readConnectionWithCache({ ...toConnectionQuery(provider, request), name, ...changes });
    const connection = assertUsable(provider, read.connection);
    const hasChanged = (resource: string) => hasChangedSince(read.changes, resource, getAskedAt(read.cached));
    if (!policy.refresh) {
      const cached = await readFresh(connection, policy, read.cached, dependencies);
      const isCurrent = cached !== undefined && withoutChanged(cached, hasChanged) === cached;
      countCacheRead(connection, isCurrent ? "hit" : "miss");
      if (isCurrent) {
        await recordLastUsed(connection, dependencies.now());
        return cached;
      }
    }
    const loadFresh = (token: string, current: Connection) => {
      const call = { ...dependencies, provider: locateProvider(provider, current), token, connection: current };
      const loadFrom = (before?: z.output<S>) => load(call, before && withoutChanged(before, hasChanged));
      return singleFlight(current, policy, loadFrom, { ...dependencies, from });
    };
    return withConnectionToken(connection, toAccessRequest(provider, request), loadFresh, dependencies);
  });
}

const keepAnswer = <T>(answer: T): T => answer;

export const toConnectionQuery = (provider: Provider, { user, owner = user, account }: DataRequest) => ({
  owner: { tenant: owner.tenant, user: owner.user },
  provider: provider.id,
  account,
});

export function toAccessRequest(provider: Provider, { user, origin, ...rest }: DataRequest): AccessRequest {
  const { ip, requestId } = origin;
  return {
    provider,
    owner: { tenant: user.tenant, user: user.user },
    actor: { actor: user.user, ip, requestId },
    ...rest,
  };
}

/** Runs provider calls with a `fetch` that measures latency and ends at the deadline of the user's request. */
export async function withCallDependencies<T>(
  provider: Provider,
  { origin }: Pick<DataRequest, "origin">,
  work: (dependencies: Dependencies & { readonly provider: Provider }) => Promise<T>,
  dependencies: Dependencies = defaultDependencies(),
): Promise<T> {
  const { fetch, report } = withLatencyMetric(withRequestDeadline(origin, callTimeoutMs, dependencies.fetch));
  try {
    const answer = await work({ ...dependencies, fetch, provider });
    report(provider.id);
    return answer;
  } catch (error) {
    report(provider.id, error);
    throw error;
  }
}
