// Calls with a connection's access token: refreshes it when it is due, and once more when the provider rejects it.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { failureToProblem } from "../http/provider-problem.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { listNamedConnections, recordConnectionUse } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { countUsage, rowsPerCall } from "../store/usage-counter.ts";
import { type Dependencies, defaultDependencies as defaults } from "./dependencies.ts";
import { markReconnectNeeded } from "./mark-reconnect-needed.ts";
import { buildReconnectUrl } from "./reconnect-url.ts";
import { createRefreshDeadline, refreshConnection } from "./refresh.ts";
import { needsRefresh } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

export interface AccessRequest {
  readonly provider: Provider;
  readonly owner: Owner;
  /** Id of the connection. Default: the most recently connected account. */
  readonly account?: string | undefined;
  /** The token set to use. Default: `default`. */
  readonly set?: TokenSetName;
  /** A background call does not count as a use of the connection. */
  readonly isBackground?: boolean;
  readonly actor: Actor;
}

/** Reads the connection that a request names. @throws Problem not_connected; reconnect_required when it cannot be used */
export async function pickConnection({ provider, owner, account }: AccessRequest): Promise<Connection> {
  const named = await listNamedConnections(owner, provider.id, account);
  // The newest, even if it must be reconnected: using an older account instead would surprise the user.
  return assertUsable(provider, named[0]);
}

/** Returns the connection if it is active. @throws Problem not_connected, reconnect_required */
export function assertUsable(provider: Provider, picked: Connection | undefined): Connection {
  if (picked === undefined) throw new Problem("not_connected", { detail: `${provider.displayName} is not connected.` });
  if (picked.status !== "active") throw reconnectRequiredProblem(provider, picked);
  return picked;
}

function reconnectRequiredProblem(provider: Provider, connection: Connection): Problem {
  return new Problem("reconnect_required", {
    detail: `${provider.displayName} must be connected again.`,
    members: { reconnectUrl: buildReconnectUrl(connection) },
  });
}

/**
 * Calls a provider with an access token of the connection.
 * @param call throws ProviderError `token` when the provider rejects the token
 * @throws Problem for every ProviderError
 */
export async function withAccessToken<T>(
  request: AccessRequest,
  call: (accessToken: string, connection: Connection) => Promise<T>,
  dependencies: Dependencies = defaults(),
): Promise<T> {
  return withConnectionToken(await pickConnection(request), request, call, dependencies);
}

/** Like `withAccessToken`, for a connection that has been read already. */
export async function withConnectionToken<T>(
  connection: Connection,
  request: AccessRequest,
  call: (accessToken: string, connection: Connection) => Promise<T>,
  dependencies: Dependencies = defaults(),
): Promise<T> {
  try {
    return await callWithRefresh(request, connection, call, dependencies);
  } catch (error) {
    throw toProblem(request.provider, connection, error);
  }
}

async function callWithRefresh<T>(
  request: AccessRequest,
  picked: Connection,
  call: (accessToken: string, connection: Connection) => Promise<T>,
  dependencies: Dependencies,
): Promise<T> {
  const set = request.set ?? "default";
  const deadline = createRefreshDeadline();
  const refresh = (connection: Connection, isRejected: boolean) =>
    refreshConnection({ ...request, connection, set, isRejected, deadline }, dependencies);
  const open = async (connection: Connection) => {
    const token = await openToken(dependencies.vault, connection, { set, kind: "access" });
    if (token === undefined)
      throw new Problem("insufficient_permissions", { members: { reconnectUrl: buildReconnectUrl(connection) } });
    return token;
  };
  const tokens = picked.tokens[set];
  const ready = tokens && needsRefresh(tokens, dependencies.now()) ? await refresh(picked, false) : picked;
  const lastUseRecorded = request.isBackground ? undefined : recordLastUsed(ready, dependencies.now());
  try {
    return await call(await open(ready), ready);
  } catch (error) {
    if (findProviderError(error)?.kind !== "token") throw error;
    count("TokenRejected", { provider: request.provider.id });
    const renewed = await refresh(ready, true);
    return await call(await open(renewed), renewed).catch((again: unknown) =>
      handleSecondRefusal(again, renewed, set, request.actor),
    );
  } finally {
    await lastUseRecorded;
  }
}

/** Records when a connection was last used; failures are ignored. @param now epoch seconds */
export const recordLastUsed = (used: Connection, now: number): Promise<void> =>
  recordConnectionUse(used, now).catch(() => undefined);

/** A rejected token that was just refreshed means that the grant is gone, whatever the token endpoint says. */
async function handleSecondRefusal(
  error: unknown,
  connection: Connection,
  set: TokenSetName,
  actor: Actor,
): Promise<never> {
  if (findProviderError(error)?.kind === "token") {
    await markReconnectNeeded(connection, { set, reason: "token_rejected" }, actor);
  }
  throw error;
}

/** The Problem for a ProviderError, with a metric; other errors are returned unchanged. */
export function toProblem(provider: Provider, connection: Connection, error: unknown): unknown {
  const failure = findProviderError(error);
  if (failure === undefined) return error;
  count("ProviderFailed", { provider: provider.id, class: failure.kind, operation: config("OPERATION").OPERATION });
  const counters = [`error#${failure.kind}`];
  countUsage({ provider: provider.id, source: "calls", tenants: [connection.tenant], counters, rows: rowsPerCall });
  if (failure.kind === "reconnect" || failure.kind === "token") return reconnectRequiredProblem(provider, connection);
  const url = buildReconnectUrl(connection, failure.missingScopes);
  return failureToProblem(failure, provider.displayName, { reconnectUrl: url });
}
