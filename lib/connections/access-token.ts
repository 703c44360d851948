// Using a connection: pick it, keep its token fresh, and when the provider refuses the token renew it once and try once more.
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { failureToProblem } from "../http/provider-problem.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { listConnections, recordConnectionUse } from "../store/connections.ts";
import type { Owner } from "../store/owner.ts";
import { type Dependencies, defaultDependencies as defaults } from "./dependencies.ts";
import { markReconnectNeeded } from "./mark-reconnect-needed.ts";
import { buildReconnectUrl } from "./reconnect-url.ts";
import { createRefreshDeadline, refreshConnection } from "./refresh.ts";
import { needsRefresh } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

export interface AccessRequest {
  readonly provider: Provider;
  readonly owner: Owner;
  /** Id of the connection; without one the most recently connected account is meant. */
  readonly account?: string | undefined;
  /** Which token set speaks; the only one where a provider has one. */
  readonly set?: TokenSetName;
  /** Nobody is waiting: it does not count as a use of the connection. */
  readonly isBackground?: boolean;
  readonly actor: Actor;
}

/** @throws Problem not_connected; reconnect_required for one that can no longer be used */
export async function pickConnection({ provider, owner, account }: AccessRequest): Promise<Connection> {
  const found = await listConnections(owner, provider.id);
  const named = account === undefined ? found : found.filter((connection) => connection.id === account);
  // The newest, also when it needs reconnecting: an older account must not silently speak in its place.
  return assertUsable(provider, named[0]);
}

/** The connection, if it can be used. @throws Problem not_connected, reconnect_required */
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
 * Calls a provider with a token of the connection.
 * @param call throws ProviderError `token` when the provider does not accept the token
 * @throws Problem: every failure mapped to the closed set
 */
export async function withAccessToken<T>(
  request: AccessRequest,
  call: (accessToken: string, connection: Connection) => Promise<T>,
  dependencies: Dependencies = defaults(),
): Promise<T> {
  return withConnectionToken(await pickConnection(request), request, call, dependencies);
}

/** The same for a connection that was picked already. */
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
    const token = await openToken(dependencies.vault, connection, set, "access");
    if (token === undefined)
      throw new Problem("insufficient_permissions", { members: { reconnectUrl: buildReconnectUrl(connection) } });
    return token;
  };
  const tokens = picked.tokens[set];
  const ready = tokens && needsRefresh(tokens, dependencies.now()) ? await refresh(picked, false) : picked;
  const touched = request.isBackground ? undefined : recordLastUsed(ready, dependencies.now());
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
    await touched;
  }
}

/** Notes that a connection was used; that this fails is nobody's trouble. @param now epoch seconds */
export const recordLastUsed = (used: Connection, now: number): Promise<void> =>
  recordConnectionUse(used, now).catch(() => undefined);

/** A token that is refused although it is brand new: the grant is gone, whatever the token endpoint says. */
async function handleSecondRefusal(
  error: unknown,
  connection: Connection,
  set: TokenSetName,
  actor: Actor,
): Promise<never> {
  if (findProviderError(error)?.kind === "token") await markReconnectNeeded(connection, set, actor);
  throw error;
}

export function toProblem(provider: Provider, connection: Connection, error: unknown): unknown {
  const failure = findProviderError(error);
  if (failure === undefined) return error;
  count("ProviderFailed", { provider: provider.id, class: failure.kind, operation: config("OPERATION").OPERATION });
  if (failure.kind === "reconnect" || failure.kind === "token") return reconnectRequiredProblem(provider, connection);
  const url = buildReconnectUrl(connection, failure.missingScopes);
  return failureToProblem(failure, provider.displayName, { reconnectUrl: url });
}
