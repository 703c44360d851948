// Renewing tokens: at most one redemption of a refresh token at a time, across all Lambdas.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findProviderError, ProviderError, type ProviderFailure } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { readClient } from "../oauth/client.ts";
import type { Provider, TokenAnswer } from "../oauth/definition.ts";
import { redeemRefreshToken } from "../oauth/token-endpoint.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection, TokenSet } from "../store/connection.ts";
import { claimRefresh, releaseRefresh } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";
import type { Dependencies } from "./dependencies.ts";
import { markReconnectNeeded } from "./mark-reconnect-needed.ts";
import { storeRefreshed } from "./store-refreshed.ts";
import { isExpired } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

export interface RefreshRequest {
  readonly provider: Provider;
  /** As it was read; its version is what may be renewed. */
  readonly connection: Connection;
  /** Name of the token set, as the row has it. */
  readonly set: string;
  readonly actor: Actor;
  /** The provider refused the access token, however long it should have lived. */
  readonly isRejected?: boolean;
  /**
   * Until when a redemption may begin or be waited for, by `performance.now()`. A Lambda that is stopped in the middle of
   * one loses a refresh token; without a deadline it is set when waiting begins.
   */
  readonly deadline?: number;
}

/** Longer than a provider's deadline: whoever waits outlasts whoever works. */
const waitTimeoutMs = 12_000;

export const createRefreshDeadline = (): number => performance.now() + waitTimeoutMs;

/**
 * Renews one token set, or waits for the one who is renewing it. A token that is still good serves while somebody else works
 * or the provider is out.
 * @returns the connection with tokens to use
 * @throws ProviderError reconnect when the grant is gone; transient, rate or config when it cannot be renewed now
 */
export async function refreshConnection(request: RefreshRequest, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, isRejected = false } = request;
  const tokens = connection.tokens[set];
  const isUsable = tokens !== undefined && !isRejected && !isExpired(tokens, dependencies.now());
  if ((connection.refreshNotBefore ?? 0) > dependencies.now())
    return useOrThrow(isUsable, connection, backingOffFailure(connection, dependencies));
  if (tokens?.refresh === undefined) return handleMissingRefreshToken(request, isUsable);
  if (request.deadline !== undefined && performance.now() >= request.deadline)
    return useOrThrow(isUsable, connection, refreshUnderWay);
  const owner = randomUUID();
  const claimed = await claimRefresh(connection, owner, dependencies.now());
  if (claimed !== undefined) return redeemAndStore({ ...request, connection: claimed }, owner, isUsable, dependencies);
  return isUsable ? connection : waitForOtherRefresh(request, dependencies);
}

async function handleMissingRefreshToken(request: RefreshRequest, isUsable: boolean): Promise<Connection> {
  if (isUsable) return request.connection;
  return markReconnectNeeded(request.connection, request.set, request.actor);
}

const backingOffFailure = ({ refreshNotBefore = 0 }: Connection, { now }: Dependencies): ProviderFailure => ({
  kind: "transient",
  code: "backing_off",
  retryAfterSeconds: refreshNotBefore - now(),
});

const refreshUnderWay: ProviderFailure = { kind: "transient", code: "refresh_under_way", retryAfterSeconds: 5 };

function useOrThrow(isUsable: boolean, connection: Connection, failure: ProviderFailure): Connection {
  if (isUsable) return connection;
  throw new ProviderError(failure);
}

async function redeemAndStore(request: RefreshRequest, owner: string, isUsable: boolean, dependencies: Dependencies) {
  const { provider, connection, set, actor } = request;
  let answer: TokenAnswer;
  try {
    const client = await readClient(provider);
    const refreshToken = await openToken(dependencies.vault, connection, set, "refresh");
    answer = await redeemRefreshToken(provider, client, refreshToken ?? "", dependencies.fetch);
  } catch (error) {
    return handleRefreshFailure(error, request, owner, isUsable, dependencies);
  }
  count("RefreshSucceeded", { provider: provider.id });
  return storeRefreshed({ provider, connection, set, answer, actor }, dependencies);
}

/** Seconds to leave a provider alone after an outage. */
const defaultPauseSeconds = 15;
const maxPauseSeconds = 3600;

async function handleRefreshFailure(
  error: unknown,
  { provider, connection, set, actor }: RefreshRequest,
  owner: string,
  isUsable: boolean,
  { now }: Dependencies,
): Promise<Connection> {
  const failure = findProviderError(error);
  log.warn("refresh failed", { provider: provider.id, failure: failure?.kind, code: failure?.code });
  count("RefreshFailed", { provider: provider.id });
  if (failure?.kind === "reconnect") return markReconnectNeeded(connection, set, actor);
  if (failure?.kind === "config") count("OAuthClientRejected", { provider: provider.id });
  const pause = Math.min(failure?.retryAfterSeconds ?? defaultPauseSeconds, maxPauseSeconds);
  await releaseRefresh(connection, owner, failure === undefined ? 0 : now() + pause);
  if (isUsable) return connection;
  throw error;
}

/** Polls until the other's result is there, or its lease has ended and the work is ours. */
async function waitForOtherRefresh(request: RefreshRequest, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, deadline = createRefreshDeadline() } = request;
  for (let pause = 50; performance.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
    await sleep(pause * (0.75 + Math.random() / 2));
    const current = await readConnection(connection);
    if (current === undefined || current.status !== "active")
      throw new ProviderError({ kind: "reconnect", code: "ended_meanwhile" });
    const isRenewed = current.version !== connection.version;
    if (isRenewed && !isSameTokenSet(current.tokens[set], connection.tokens[set])) return current;
    if ((current.refreshNotBefore ?? 0) > dependencies.now())
      throw new ProviderError(backingOffFailure(current, dependencies));
    if (isRenewed || (current.lease?.until ?? 0) <= dependencies.now())
      return refreshConnection({ ...request, connection: current, deadline }, dependencies);
  }
  throw new ProviderError(refreshUnderWay);
}

/** A new version may be another token set's: this one is then still to be renewed. */
const isSameTokenSet = (a: TokenSet | undefined, b: TokenSet | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a.access, b.access) === 0;
