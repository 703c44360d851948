// Refreshes tokens. A lease makes sure that one Lambda at a time redeems a refresh token.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findProviderError, ProviderError, type ProviderFailure } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { isNotConfigured, readClient } from "../oauth/client.ts";
import { toSystemProvider } from "../oauth/client-auth.ts";
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import { isUnknownTokenRefusal, redeemRefreshToken, requestClientToken } from "../oauth/token-endpoint.ts";
import type { Actor } from "../store/audit.ts";
import { type Connection, isRenewable, type TokenSet } from "../store/connection.ts";
import { claimRefresh, releaseRefresh } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";
import { countUsage, rowsPerCall } from "../store/usage-counter.ts";
import type { Dependencies } from "./dependencies.ts";
import { markReconnectNeeded } from "./mark-reconnect-needed.ts";
import { countRefusal, isLasting } from "./refresh-refusals.ts";
import { storeRefreshed } from "./store-refreshed.ts";
import { isExpired } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

export interface RefreshRequest {
  readonly provider: Provider;
  /** As it was read: only this version may be refreshed. */
  readonly connection: Connection;
  /** Name of the token set as it is stored, see `TokenSetName`. */
  readonly set: string;
  readonly actor: Actor;
  /** The provider rejected the access token, so it is not used even if it has not expired. */
  readonly isRejected?: boolean;
  /**
   * Until when to start a refresh or to wait for one, by `performance.now()`. A Lambda that is stopped during a refresh loses
   * the refresh token. Without a deadline, `waitTimeoutMs` starts when waiting starts.
   */
  readonly deadline?: number;
}

/** A refresh whose lease this caller holds. */
interface ClaimedRefresh extends RefreshRequest {
  readonly leaseOwner: string;
  /** The present access token can be used if the refresh fails. */
  readonly isUsable: boolean;
}

/** Longer than the deadline of a call, so that waiting outlasts another Lambda's refresh. */
const waitTimeoutMs = 12_000;

export const createRefreshDeadline = (): number => performance.now() + waitTimeoutMs;

/**
 * Refreshes one token set, or waits for another Lambda that does. A token that has not expired is used while another Lambda
 * refreshes it or the provider does not answer.
 * @returns the connection with tokens to use
 * @throws ProviderError reconnect when the grant is gone; transient, rate or config when it cannot be refreshed now
 */
export async function refreshConnection(request: RefreshRequest, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, isRejected = false } = request;
  const tokens = connection.tokens[set];
  const isUsable = tokens !== undefined && !isRejected && !isExpired(tokens, dependencies.now());
  if ((connection.refreshNotBefore ?? 0) > dependencies.now())
    return useOrThrow(isUsable, connection, backingOffFailure(connection, dependencies));
  if (!isRenewable(connection, tokens)) return handleMissingRefreshToken(request, isUsable);
  if (request.deadline !== undefined && performance.now() >= request.deadline)
    return useOrThrow(isUsable, connection, refreshUnderWayFailure);
  const leaseOwner = randomUUID();
  const claimed = await claimRefresh(connection, leaseOwner, dependencies.now());
  if (claimed !== undefined)
    return redeemAndStore({ ...request, connection: claimed, leaseOwner, isUsable }, dependencies);
  return isUsable ? connection : waitForOtherRefresh(request, dependencies);
}

async function handleMissingRefreshToken(request: RefreshRequest, isUsable: boolean): Promise<Connection> {
  if (isUsable) return request.connection;
  return markReconnectNeeded(request.connection, { set: request.set, reason: "no_refresh_token" }, request.actor);
}

const backingOffFailure = ({ refreshNotBefore = 0 }: Connection, { now }: Dependencies): ProviderFailure => ({
  kind: "transient",
  code: "backing_off",
  retryAfterSeconds: refreshNotBefore - now(),
});

const refreshUnderWayFailure: ProviderFailure = { kind: "transient", code: "refresh_under_way", retryAfterSeconds: 5 };

function useOrThrow(isUsable: boolean, connection: Connection, failure: ProviderFailure): Connection {
  if (isUsable) return connection;
  throw new ProviderError(failure);
}

async function redeemAndStore(refresh: ClaimedRefresh, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, actor } = refresh;
  const provider = locateProvider(refresh.provider, connection);
  let answer: TokenResponse;
  try {
    answer = await requestNewToken({ ...refresh, provider }, dependencies);
  } catch (error) {
    return handleRefreshFailure(error, refresh, dependencies);
  }
  count("RefreshSucceeded", { provider: provider.id }, { RefreshFailedPercent: 0 });
  return storeRefreshed({ provider, connection, set, answer, actor, leaseOwner: refresh.leaseOwner }, dependencies);
}

/** What client credentials brought is asked for again: such a grant has no refresh token (RFC 6749 section 4.4.3). */
async function requestNewToken(
  { provider, connection, set }: ClaimedRefresh,
  { vault, fetch }: Dependencies,
): Promise<TokenResponse> {
  if (connection.grantType === "client_credentials") {
    const system = toSystemProvider(provider) ?? provider;
    return requestClientToken(system, await readClient(system), connection.clientScopes ?? [], fetch);
  }
  const client = await readClient(provider);
  const refreshToken = await openToken(vault, connection, { set, kind: "refresh" });
  return redeemRefreshToken(provider, client, refreshToken ?? "", fetch);
}

/** How long to wait after a transient failure, unless the provider says. */
const defaultPauseSeconds = 15;
const maxPauseSeconds = 3600;

async function handleRefreshFailure(
  error: unknown,
  { provider, connection, set, actor, leaseOwner, isUsable }: ClaimedRefresh,
  { now }: Dependencies,
): Promise<Connection> {
  const failure = findProviderError(error);
  log.warn("refresh failed", { provider: provider.id, failure: failure?.kind, code: failure?.code });
  // Where the operator has taken the provider away, nobody has to be told: it works again once it is back.
  if (!isNotConfigured(error)) countFailedRefresh(connection);
  const refusal = isUnknownTokenRefusal(failure) ? countRefusal(connection.refreshRefusals?.[set], now()) : undefined;
  if (failure?.kind === "reconnect" || isLasting(refusal, now())) {
    const reason = failure?.code ?? "grant_gone";
    return markReconnectNeeded(connection, { set, reason }, actor);
  }
  if (failure?.kind === "config") count("OAuthClientRejected", { provider: provider.id });
  const pause = Math.min(failure?.retryAfterSeconds ?? defaultPauseSeconds, maxPauseSeconds);
  await releaseRefresh(connection, leaseOwner, {
    refreshNotBefore: failure === undefined ? 0 : now() + pause,
    ...(refusal && { refreshRefusals: { ...connection.refreshRefusals, [set]: refusal } }),
  });
  if (isUsable) return connection;
  throw error;
}

function countFailedRefresh({ provider, tenant }: Connection): void {
  count("RefreshFailed", { provider }, { RefreshFailedPercent: 100 });
  countUsage({ provider, source: "calls", tenants: [tenant], counters: ["refreshFailed"], rows: rowsPerCall });
}

/** Polls until the other Lambda has stored its tokens, or its lease has expired and this one can refresh. */
async function waitForOtherRefresh(request: RefreshRequest, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, deadline = createRefreshDeadline() } = request;
  for (let pause = 50; performance.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
    await sleep(pause * (0.75 + Math.random() / 2));
    const current = await readConnection(connection);
    if (current === undefined || current.status !== "active")
      throw new ProviderError({ kind: "reconnect", code: "ended_meanwhile" });
    const isNewVersion = current.version !== connection.version;
    if (isNewVersion && !isSameTokenSet(current.tokens[set], connection.tokens[set])) return current;
    if ((current.refreshNotBefore ?? 0) > dependencies.now())
      throw new ProviderError(backingOffFailure(current, dependencies));
    if (isNewVersion || (current.lease?.until ?? 0) <= dependencies.now())
      return refreshConnection({ ...request, connection: current, deadline }, dependencies);
  }
  throw new ProviderError(refreshUnderWayFailure);
}

/** A new version may come from another token set: this one must then still be refreshed. */
const isSameTokenSet = (a: TokenSet | undefined, b: TokenSet | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a.access, b.access) === 0;
