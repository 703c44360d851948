// Stopping the channels of a connection that is no more, before the tokens that can do it are revoked.

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

/** Attempts that a provider's outage may cost before the tokens are revoked with channels left behind. */
const maxAttempts = 4;

/** For one delivery of a revocation. @param attempt which one it is; the first is 1 */
export const unsubscribeAll =
  (sourceOf: (provider: string) => SubscriptionSource | undefined, attempt: number): StopSubscriptions =>
  async (ending, tokens, dependencies) => {
    const source = sourceOf(ending.provider.id);
    return source === undefined ? tokens : stopSubscriptions({ ...ending, source, attempt }, tokens, dependencies);
  };

/**
 * Stops what can be stopped. What the provider refuses for good is left behind: its events then find nobody.
 * @returns the tokens as they are now: one that had expired was renewed, and its refresh token may be spent
 * @throws ProviderError while another attempt may help, a few times
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
    const isPassing = failure === undefined || ["transient", "rate", "config"].includes(failure);
    if (isPassing && ending.attempt < maxAttempts) throw error;
    reportLeftBehind(ending, failure);
  }
  return current;
}

/** @throws ProviderError, `reconnect` where the grant is gone: nothing can be stopped with it */
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
  needs: Dependencies,
) {
  const failures: unknown[] = [];
  for (const subscription of channels) {
    const access = { provider, token, fetch: needs.fetch, now: needs.now() };
    await source.stop(access, subscription).catch((error: unknown) => failures.push(error));
  }
  // One that passes is worth another attempt, whatever the others said.
  const passing = failures.find((error) => ["transient", "rate", undefined].includes(findProviderError(error)?.kind));
  const first = passing ?? failures[0];
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

/** A mailbox has one watch for everybody: it ends with the last connection. */
async function isSharedWithOthers({ source, connection }: UnsubscribeWork): Promise<boolean> {
  if (source.isShared !== true || connection.shareGroup === undefined) return false;
  const siblings = await listConnectionsOnGrant(connection.shareGroup, connection.accountId);
  return siblings.some(({ provider }) => provider === connection.provider);
}
