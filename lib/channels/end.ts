// Stopping the channels of a connection that is no more, before the tokens that can do it are revoked.
import { findProviderError, ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { clientOf } from "../oauth/client.ts";
import type { Dependencies } from "../oauth/dependencies.ts";
import type { EndChannels, EndedConnection } from "../oauth/revoke.ts";
import { livingTokens, type TokensToRevoke } from "../oauth/revoke-tokens.ts";
import { listSiblings } from "../store/shares.ts";
import type { ChannelSource } from "./source.ts";

interface Work extends EndedConnection {
  readonly source: ChannelSource;
  readonly attempt: number;
}

/** Attempts that a provider's outage may cost before the tokens are revoked with channels left behind. */
const mostAttempts = 4;

/** For one delivery of a revocation. @param attempt which one it is; the first is 1 */
export const channelEnder =
  (sourceOf: (provider: string) => ChannelSource | undefined, attempt: number): EndChannels =>
  async (ending, tokens, dependencies) => {
    const source = sourceOf(ending.provider.id);
    return source === undefined ? tokens : endChannels({ ...ending, source, attempt }, tokens, dependencies);
  };

/**
 * Stops what can be stopped. What the provider refuses for good is left behind: its events then find nobody.
 * @returns the tokens as they are now: one that had expired was renewed, and its refresh token may be spent
 * @throws ProviderError while another attempt may help, a few times
 */
async function endChannels(ending: Work, tokens: TokensToRevoke, dependencies: Dependencies): Promise<TokensToRevoke> {
  if (await isKeptAlive(ending)) return tokens;
  let current = tokens;
  try {
    current = await living(ending, tokens, dependencies);
    await stopAll(ending, current, dependencies).catch(async (error: unknown) => {
      if (findProviderError(error)?.kind !== "token" || current.refreshToken === undefined) throw error;
      current = await living(ending, { ...current, isExpired: true }, dependencies);
      await stopAll(ending, current, dependencies);
    });
  } catch (error) {
    const failure = findProviderError(error)?.kind;
    const isPassing = failure === undefined || ["transient", "rate", "config"].includes(failure);
    if (isPassing && ending.attempt < mostAttempts) throw error;
    leftBehind(ending, failure);
  }
  return current;
}

/** @throws ProviderError, `reconnect` where the grant is gone: nothing can be stopped with it */
async function living({ provider }: Work, tokens: TokensToRevoke, { fetch }: Dependencies): Promise<TokensToRevoke> {
  const found = await livingTokens(provider, await clientOf(provider), tokens, fetch);
  if (found === undefined) throw new ProviderError({ kind: "reconnect", code: "grant_gone" });
  return found;
}

async function stopAll(
  { provider, source, channels }: Work,
  { accessToken: token }: TokensToRevoke,
  needs: Dependencies,
) {
  const failures: unknown[] = [];
  for (const channel of channels) {
    const access = { provider, token, fetch: needs.fetch, now: needs.now() };
    await source.stop(access, channel).catch((error: unknown) => failures.push(error));
  }
  // One that passes is worth another attempt, whatever the others said.
  const passing = failures.find((error) => ["transient", "rate", undefined].includes(findProviderError(error)?.kind));
  const first = passing ?? failures[0];
  if (first !== undefined) throw first;
}

function leftBehind({ provider, channels }: Work, failure: string | undefined): void {
  count("ChannelStopFailed", { provider: provider.id });
  log.warn("channels of a connection that is no more were left behind", {
    provider: provider.id,
    channels: channels.length,
    failure,
  });
}

/** A mailbox has one watch for everybody: it ends with the last connection. */
async function isKeptAlive({ source, connection }: Work): Promise<boolean> {
  if (source.isShared !== true || connection.shareGroup === undefined) return false;
  const siblings = await listSiblings(connection.shareGroup, connection.accountId);
  return siblings.some(({ provider }) => provider === connection.provider);
}
