// Renewing tokens: at most one redemption of a refresh token at a time, across all Lambdas.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { findProviderError, ProviderError, type ProviderFailure } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection, TokenSet } from "../store/connection.ts";
import { readConnection } from "../store/connections.ts";
import { claimRefresh, releaseRefresh } from "../store/refresh-lease.ts";
import { clientOf } from "./client.ts";
import { condemn } from "./condemn.ts";
import type { Provider, TokenAnswer } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";
import { isExpired } from "./freshness.ts";
import { storeRefreshed } from "./store-refreshed.ts";
import { redeemRefreshToken } from "./token-endpoint.ts";
import { openToken } from "./token-sets.ts";

export interface RefreshRequest {
  readonly provider: Provider;
  /** As it was read; its version is what may be renewed. */
  readonly connection: Connection;
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
const waitMs = 12_000;

export const refreshDeadline = (): number => performance.now() + waitMs;

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
    return orFail(isUsable, connection, pausing(connection, dependencies));
  if (tokens?.refresh === undefined) return withoutRefreshToken(request, isUsable);
  if (request.deadline !== undefined && performance.now() >= request.deadline)
    return orFail(isUsable, connection, underWay);
  const owner = randomUUID();
  const claimed = await claimRefresh(connection, owner, dependencies.now());
  if (claimed !== undefined) return redeem({ ...request, connection: claimed }, owner, isUsable, dependencies);
  return isUsable ? connection : waitForOther(request, dependencies);
}

async function withoutRefreshToken(request: RefreshRequest, isUsable: boolean): Promise<Connection> {
  if (isUsable) return request.connection;
  return condemn(request.connection, request.set, request.actor);
}

const pausing = ({ refreshNotBefore = 0 }: Connection, { now }: Dependencies): ProviderFailure => ({
  kind: "transient",
  code: "backing_off",
  retryAfterSeconds: refreshNotBefore - now(),
});

const underWay: ProviderFailure = { kind: "transient", code: "refresh_under_way", retryAfterSeconds: 5 };

function orFail(isUsable: boolean, connection: Connection, failure: ProviderFailure): Connection {
  if (isUsable) return connection;
  throw new ProviderError(failure);
}

async function redeem(request: RefreshRequest, owner: string, isUsable: boolean, dependencies: Dependencies) {
  const { provider, connection, set, actor } = request;
  let answer: TokenAnswer;
  try {
    const client = await clientOf(provider);
    const refreshToken = await openToken(dependencies.vault, connection, set, "refresh");
    answer = await redeemRefreshToken(provider, client, refreshToken ?? "", dependencies.fetch);
  } catch (error) {
    return giveUp(error, request, owner, isUsable, dependencies);
  }
  count("RefreshSucceeded", { provider: provider.id });
  return storeRefreshed({ provider, connection, set, answer, actor }, dependencies);
}

/** Seconds to leave a provider alone after an outage. */
const pauseSeconds = 15;
const longestPause = 3600;

async function giveUp(
  error: unknown,
  { provider, connection, set, actor }: RefreshRequest,
  owner: string,
  isUsable: boolean,
  { now }: Dependencies,
): Promise<Connection> {
  const failure = findProviderError(error);
  log.warn("refresh failed", { provider: provider.id, failure: failure?.kind, code: failure?.code });
  count("RefreshFailed", { provider: provider.id });
  if (failure?.kind === "reconnect") return condemn(connection, set, actor);
  if (failure?.kind === "config") count("OAuthClientRejected", { provider: provider.id });
  const pause = Math.min(failure?.retryAfterSeconds ?? pauseSeconds, longestPause);
  await releaseRefresh(connection, owner, failure === undefined ? 0 : now() + pause);
  if (isUsable) return connection;
  throw error;
}

/** Polls until the other's result is there, or its lease has ended and the work is ours. */
async function waitForOther(request: RefreshRequest, dependencies: Dependencies): Promise<Connection> {
  const { connection, set, deadline = refreshDeadline() } = request;
  for (let pause = 50; performance.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
    await sleep(pause * (0.75 + Math.random() / 2));
    const current = await readConnection(connection);
    if (current === undefined || current.status !== "active")
      throw new ProviderError({ kind: "reconnect", code: "ended_meanwhile" });
    const isRenewed = current.version !== connection.version;
    if (isRenewed && !isSame(current.tokens[set], connection.tokens[set])) return current;
    if ((current.refreshNotBefore ?? 0) > dependencies.now()) throw new ProviderError(pausing(current, dependencies));
    if (isRenewed || (current.lease?.until ?? 0) <= dependencies.now())
      return refreshConnection({ ...request, connection: current, deadline }, dependencies);
  }
  throw new ProviderError(underWay);
}

/** A new version may be another token set's: this one is then still to be renewed. */
const isSame = (a: TokenSet | undefined, b: TokenSet | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a.access, b.access) === 0;
