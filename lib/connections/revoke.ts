// Revokes grants at their provider. Called from a queue until it succeeds.
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { readClient } from "../oauth/client.ts";
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import { revokeTokens, type TokensToRevoke } from "../oauth/revoke-call.ts";
import { retry } from "../retry.ts";
import { writeAudit } from "../store/audit.ts";
import type { Connection, TokenSet, TokenSetName } from "../store/connection.ts";
import { deleteGrant, type HeldGrant, markGrantRevoking, readGrant, replaceGrantTokens } from "../store/grants.ts";
import { type ConnectionOnGrant, listConnectionsOnGrant } from "../store/shared-grants.ts";
import type { Subscription } from "../store/subscription.ts";
import type { Dependencies } from "./dependencies.ts";
import { isExpired } from "./token-expiry.ts";
import { openToken, sealTokens } from "./token-sets.ts";

/** How long a message may wait for its row, and a claimed grant for its connection. */
const gracePeriodSeconds = 60;

/** The subscriptions of a connection that was removed. */
export interface EndedConnection {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly channels: readonly Subscription[];
}

/**
 * Stops subscriptions. @returns the current tokens: expired ones were refreshed, and the old refresh token may be used up
 * @throws Error when it must be tried again before anything is revoked
 */
export type StopSubscriptions = (
  ending: EndedConnection,
  tokens: TokensToRevoke,
  dependencies: Dependencies,
) => Promise<TokensToRevoke>;

/** What a grant is revoked with. */
export interface RevocationContext extends Dependencies {
  readonly getProvider: (id: string) => Provider;
  readonly stopSubscriptions: StopSubscriptions;
}

/**
 * Stops the subscriptions of a held grant and revokes it, unless its user confirmed it or other connections share it.
 * @param sentAt when the message was queued, epoch seconds
 * @throws Error when it must be tried again later
 */
export async function revokeGrant(grantId: string, sentAt: number, context: RevocationContext): Promise<void> {
  const found = await readGrant(grantId);
  const now = context.now();
  if (found === undefined) {
    if (now - sentAt < gracePeriodSeconds) throw new Error("the grant is not there yet");
    return;
  }
  const grant = await ensureRevocable(grantId, found, now);
  const provider = locateProvider(context.getProvider(grant.connection.provider), grant.connection);
  const held = await stopAllSubscriptions(
    provider,
    grant,
    await openHeldTokens(grantId, { grant, provider }, context),
    context,
  );
  const sets = grant.keepGrant ? [] : await listRevocableSets(provider, grant.connection);
  if (sets.length > 0) await revokeTokenSets(provider, held, sets, context);
  await deleteGrant(grantId);
  if (grant.keepGrant) return;
  const { tenant, user, id } = grant.connection;
  await writeAudit({
    tenant,
    user,
    provider: provider.id,
    connection: id,
    action: "grant_revoked",
    actor: "revoke-grants",
  });
}

/** Marks an expired grant as revoking. @throws Error while it waits for its user or is being confirmed */
async function ensureRevocable(grantId: string, grant: HeldGrant, now: number): Promise<HeldGrant> {
  if (grant.status === "revoking") return grant;
  const isWaiting = grant.status === "pending" && grant.expiresAt > now;
  const isBeingConfirmed = grant.status === "claimed" && (grant.claimedAt ?? 0) + gracePeriodSeconds > now;
  if (isWaiting || isBeingConfirmed) throw new Error("the grant is not given up yet");
  const revoking = await markGrantRevoking(grantId, grant.status, grant.connection.provider, now);
  if (revoking === undefined) throw new Error("the grant changed meanwhile");
  return revoking;
}

/**
 * The token sets that can be revoked without ending another connection. Nothing is revoked if the same account, or the same
 * person in it, has been connected again: the provider may have issued the same tokens, or revoke the new ones with the old.
 */
async function listRevocableSets(provider: Provider, connection: Connection): Promise<string[]> {
  const sets = Object.keys(connection.tokens);
  const shared = provider.sharedGrant;
  if (shared === undefined) return sets;
  const siblings = await listConnectionsOnGrant(shared.group, connection.accountId);
  if (siblings.length === 0) return sets;
  const isSame = ({ id, person }: ConnectionOnGrant) =>
    id === connection.id || (person !== undefined && person === connection.person);
  if (siblings.some(isSame)) return [];
  const sharedSets: readonly string[] = shared.tokenSets;
  return sets.filter((set) => !sharedSets.includes(set));
}

type HeldTokens = ReadonlyMap<string, TokensToRevoke>;

/** Unseals the tokens of a grant. */
async function openHeldTokens(
  grantId: string,
  { grant: { connection, purpose }, provider }: { readonly grant: HeldGrant; readonly provider: Provider },
  { vault, now }: Dependencies,
): Promise<HeldTokens> {
  const held = new Map<string, TokensToRevoke>();
  const latest = new Map(Object.entries(connection.tokens));
  const keepRenewed = (set: string, answer: TokenResponse) =>
    storeRenewed(grantId, set, async () => {
      const kept = latest.get(set);
      const { assumedLifetime } = provider;
      const options = { set, purpose, now: now(), assumedLifetime, ...(kept ? { kept } : {}) };
      const sealed = await sealTokens(vault, connection, answer, options);
      latest.set(set, sealed);
      return sealed;
    });
  for (const [set, tokens] of Object.entries(connection.tokens)) {
    const accessToken = await openToken(vault, connection, { set, kind: "access", purpose });
    const refreshToken = await openToken(vault, connection, { set, kind: "refresh", purpose });
    if (accessToken !== undefined) {
      const renewal = { keepRenewed: (answer: TokenResponse) => keepRenewed(set, answer) };
      held.set(set, { accessToken, refreshToken, isExpired: isExpired(tokens, now()), ...renewal });
    }
  }
  return held;
}

/** The tokens are revoked in the same run, so a failure here matters only if that fails too. */
async function storeRenewed(grantId: string, set: string, seal: () => Promise<TokenSet>): Promise<void> {
  try {
    await retry(async () => replaceGrantTokens(grantId, set, await seal()), {
      maxAttempts: 4,
      isRetryable: () => true,
    });
  } catch (error) {
    log.warn("renewed tokens of a held grant are not stored", describeError(error));
  }
}

/** Must run before anything is revoked: stopping a subscription needs a token. @returns the current tokens */
async function stopAllSubscriptions(
  provider: Provider,
  { connection, channels = [] }: HeldGrant,
  held: HeldTokens,
  context: RevocationContext,
): Promise<HeldTokens> {
  const tokens = held.get(subscriptionTokenSet);
  if (tokens === undefined || channels.length === 0) return held;
  const left = await context.stopSubscriptions({ provider, connection, channels }, tokens, context);
  return new Map([...held, [subscriptionTokenSet, left]]);
}

/** Providers with subscriptions have one token set. */
const subscriptionTokenSet: TokenSetName = "default";

async function revokeTokenSets(provider: Provider, held: HeldTokens, sets: readonly string[], { fetch }: Dependencies) {
  const client = await readClient(provider);
  for (const set of sets) {
    const tokens = held.get(set);
    if (tokens !== undefined) await revokeTokens(provider, client, tokens, fetch);
  }
  count("GrantRevoked", { provider: provider.id });
}
