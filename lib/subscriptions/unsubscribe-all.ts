// Stops the subscriptions of a removed connection, before the tokens that this needs are revoked.
import type { Dependencies } from "../connections/dependencies.ts";
import type { EndedConnection, StopSubscriptions } from "../connections/revoke.ts";
import { findProviderError, ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { readClient } from "../oauth/client.ts";
import { refreshIfExpired, type TokensToRevoke } from "../oauth/revoke-call.ts";
import { listConnectionsOnGrant } from "../store/shared-grants.ts";
import type { SubscriptionSource } from "./source.ts";

interface UnsubscribeWork extends EndedConnection {
  readonly source: SubscriptionSource;
  readonly attempt: number;
}

/** After this many attempts the tokens are revoked although subscriptions could not be stopped. */
const maxAttempts = 4;

/** Creates the function that a revocation stops subscriptions with. @param attempt of the revocation; the first is 1 */
export const unsubscribeAll =
  (getSource: (provider: string) => SubscriptionSource | undefined, attempt: number): StopSubscriptions =>
  async (ending, tokens, dependencies) => {
    const source = getSource(ending.provider.id);
    return source === undefined ? tokens : stopSubscriptions({ ...ending, source, attempt }, tokens, dependencies);
  };

/**
 * Stops the subscriptions that can be stopped. Events of the others are ignored, because their connection is gone.
 * @returns the current tokens: expired ones were refreshed, and the old refresh token may be used up
 * @throws ProviderError while another attempt may help, at most `maxAttempts` times
 */
async function stopSubscriptions(
  ending: UnsubscribeWork,
  tokens: TokensToRevoke,
  dependencies: Dependencies,
): Promise<TokensToRevoke> {
  if (await isSharedWithOthers(ending)) return tokens;
  let current = tokens;
  try {
    current = await requireFreshTokens(ending, tokens, dependencies);
    await stopAll(ending, current, dependencies).catch(async (error: unknown) => {
      if (findProviderError(error)?.kind !== "token" || current.refreshToken === undefined) throw error;
      current = await requireFreshTokens(ending, { ...current, isExpired: true }, dependencies);
      await stopAll(ending, current, dependencies);
    });
  } catch (error) {
    const failure = findProviderError(error)?.kind;
    const isTransient = failure === undefined || ["transient", "rate", "config"].includes(failure);
    if (isTransient && ending.attempt < maxAttempts) throw error;
    reportLeftBehind(ending, failure);
  }
  return current;
}

/** @throws ProviderError; `reconnect` when the grant is gone, so that nothing can be stopped */
async function requireFreshTokens(
  { provider }: UnsubscribeWork,
  tokens: TokensToRevoke,
  { fetch }: Dependencies,
): Promise<TokensToRevoke> {
  const found = await refreshIfExpired(provider, await readClient(provider), tokens, fetch);
  if (found === undefined) throw new ProviderError({ kind: "reconnect", code: "grant_gone" });
  return found;
}

async function stopAll(
  { provider, source, channels }: UnsubscribeWork,
  { accessToken: token }: TokensToRevoke,
  dependencies: Dependencies,
) {
  const failures: unknown[] = [];
  for (const subscription of channels) {
    const access = { provider, token, fetch: dependencies.fetch, now: dependencies.now() };
    await source.stop(access, subscription).catch((error: unknown) => failures.push(error));
  }
  // A transient failure is reported first, because it makes another attempt worthwhile.
  const transient = failures.find((error) => ["transient", "rate", undefined].includes(findProviderError(error)?.kind));
  const first = transient ?? failures[0];
  if (first !== undefined) throw first;
}

function reportLeftBehind({ provider, channels }: UnsubscribeWork, failure: string | undefined): void {
  count("ChannelStopFailed", { provider: provider.id });
  log.warn("channels of a connection that is no more were left behind", {
    provider: provider.id,
    channels: channels.length,
    failure,
  });
}

/** Whether another connection uses the shared subscription: a mailbox has one watch, which is stopped with the last connection. */
async function isSharedWithOthers({ source, connection }: UnsubscribeWork): Promise<boolean> {
  if (source.isShared !== true || connection.shareGroup === undefined) return false;
  const siblings = await listConnectionsOnGrant(connection.shareGroup, connection.accountId);
  return siblings.some(({ provider }) => provider === connection.provider);
}
