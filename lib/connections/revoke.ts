// Giving a grant back to its provider, from the queue, until it has worked.
import { count } from "../metrics.ts";
import { readClient } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import { revokeTokens, type TokensToRevoke } from "../oauth/revoke-call.ts";
import { writeAudit } from "../store/audit.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { deleteGrant, type HeldGrant, markGrantRevoking, readGrant } from "../store/grants.ts";
import { type ConnectionOnGrant, listConnectionsOnGrant } from "../store/shared-grants.ts";
import type { Subscription } from "../store/subscription.ts";
import type { Dependencies } from "./dependencies.ts";
import { isExpired } from "./token-expiry.ts";
import { openToken } from "./token-sets.ts";

/** Seconds a message may be ahead of its row, and a claimed grant of its connection. */
const gracePeriodSeconds = 60;

/** The push channels of a connection that is no more. */
export interface EndedConnection {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly channels: readonly Subscription[];
}

/**
 * Stops channels. @returns the tokens as they are then: one that had expired was renewed, and its refresh token may be spent
 * @throws Error when it has to be tried again before anything is revoked
 */
export type StopSubscriptions = (
  ending: EndedConnection,
  tokens: TokensToRevoke,
  needs: Dependencies,
) => Promise<TokensToRevoke>;

/**
 * Stops the channels of a held grant and revokes it, unless its user has confirmed it or siblings live on it.
 * @param sentAt when the message was queued, epoch seconds
 * @throws Error when it has to be tried again later
 */
export async function revokeGrant(
  grantId: string,
  sentAt: number,
  providerOf: (id: string) => Provider,
  dependencies: Dependencies,
  stopSubscriptions: StopSubscriptions,
): Promise<void> {
  const found = await readGrant(grantId);
  const now = dependencies.now();
  if (found === undefined) {
    if (now - sentAt < gracePeriodSeconds) throw new Error("the grant is not there yet");
    return;
  }
  const grant = await ensureRevocable(grantId, found, now);
  const provider = providerOf(grant.connection.provider);
  const held = await stopAllSubscriptions(
    provider,
    grant,
    await openHeldTokens(grant, dependencies),
    stopSubscriptions,
    dependencies,
  );
  const sets = await listRevocableSets(provider, grant.connection);
  if (sets.length > 0) await revokeTokenSets(provider, held, sets, dependencies);
  await deleteGrant(grantId);
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

/** A grant nobody may have any more. One that waits for its user, or is just being confirmed, is left alone for now. */
async function ensureRevocable(grantId: string, grant: HeldGrant, now: number): Promise<HeldGrant> {
  if (grant.status === "revoking") return grant;
  const isWaiting = grant.status === "pending" && grant.expiresAt > now;
  const isBeingConfirmed = grant.status === "claimed" && (grant.claimedAt ?? 0) + gracePeriodSeconds > now;
  if (isWaiting || isBeingConfirmed) throw new Error("the grant is not given up yet");
  const condemned = await markGrantRevoking(grantId, grant.status, grant.connection.provider, now);
  if (condemned === undefined) throw new Error("the grant changed meanwhile");
  return condemned;
}

/**
 * Token sets whose revocation ends nobody else's connection. Where the same account, or the same person of it, is connected
 * again, the provider may have given out the same tokens again, or revoke the new ones with the old: nothing is revoked then.
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

/** The tokens of a grant, opened. */
async function openHeldTokens({ connection, purpose }: HeldGrant, { vault, now }: Dependencies): Promise<HeldTokens> {
  const held = new Map<string, TokensToRevoke>();
  for (const [set, tokens] of Object.entries(connection.tokens)) {
    const accessToken = await openToken(vault, connection, set, "access", purpose);
    const refreshToken = await openToken(vault, connection, set, "refresh", purpose);
    if (accessToken !== undefined) held.set(set, { accessToken, refreshToken, isExpired: isExpired(tokens, now()) });
  }
  return held;
}

/** Before anything is revoked: afterwards nobody could stop them any more. @returns the tokens as they are then */
async function stopAllSubscriptions(
  provider: Provider,
  { connection, channels = [] }: HeldGrant,
  held: HeldTokens,
  stopSubscriptions: StopSubscriptions,
  dependencies: Dependencies,
): Promise<HeldTokens> {
  const tokens = held.get(subscriptionTokenSet);
  if (tokens === undefined || channels.length === 0) return held;
  const left = await stopSubscriptions({ provider, connection, channels }, tokens, dependencies);
  return new Map([...held, [subscriptionTokenSet, left]]);
}

/** Providers with channels have one token set. */
const subscriptionTokenSet: TokenSetName = "default";

async function revokeTokenSets(provider: Provider, held: HeldTokens, sets: readonly string[], { fetch }: Dependencies) {
  const client = await readClient(provider);
  for (const set of sets) {
    const tokens = held.get(set);
    if (tokens !== undefined) await revokeTokens(provider, client, tokens, fetch);
  }
  count("GrantRevoked", { provider: provider.id });
}
