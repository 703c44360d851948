import { type Connection, isRenewable } from "../store/connection.ts";
import { type AccessRequest, pickConnection, toProblem } from "./access-token.ts";
import { type Dependencies, defaultDependencies as defaults } from "./dependencies.ts";
import { createRefreshDeadline, type RefreshRequest, refreshConnection } from "./refresh.ts";

/**
 * Refreshes every token set that has a refresh token, whether it is due or not.
 * @throws Problem reconnect_required, rate_limited, provider_unavailable
 */
export async function refreshConnectionNow(
  request: AccessRequest,
  dependencies: Dependencies = defaults(),
): Promise<Connection> {
  const picked = await pickConnection(request);
  try {
    return await refreshAllTokenSets({ ...request, deadline: createRefreshDeadline() }, picked, dependencies);
  } catch (error) {
    throw toProblem(request.provider, picked, error);
  }
}

/** Refreshes the token sets one after the other. @returns the connection with the new tokens @throws ProviderError */
export async function refreshAllTokenSets(
  request: Pick<RefreshRequest, "provider" | "actor" | "deadline">,
  connection: Connection,
  dependencies: Dependencies,
): Promise<Connection> {
  let current = connection;
  for (const [set, tokens] of Object.entries(connection.tokens)) {
    if (!isRenewable(connection, tokens)) continue;
    current = await refreshConnection({ ...request, connection: current, set }, dependencies);
  }
  return current;
}
