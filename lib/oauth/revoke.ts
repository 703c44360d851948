// Giving a grant back to its provider, from the queue, until it has worked.
import { count } from "../metrics.ts";
import { writeAudit } from "../store/audit.ts";
import type { Channel } from "../store/channel.ts";
import type { Connection } from "../store/connection.ts";
import { condemnGrant, deleteGrant, type HeldGrant, readGrant } from "../store/grants.ts";
import { listSiblings, type Sibling } from "../store/shares.ts";
import { clientOf } from "./client.ts";
import type { Provider } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";
import { isExpired } from "./freshness.ts";
import { revokeTokens, type TokensToRevoke } from "./revoke-tokens.ts";
import { openToken } from "./token-sets.ts";

/** Seconds a message may be ahead of its row, and a claimed grant of its connection. */
const patience = 60;

/** The push channels of a connection that is no more. */
export interface EndedConnection {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly channels: readonly Channel[];
}

/**
 * Stops channels. @returns the tokens as they are then: one that had expired was renewed, and its refresh token may be spent
 * @throws Error when it has to be tried again before anything is revoked
 */
export type EndChannels = (
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
  endChannels: EndChannels,
): Promise<void> {
  const found = await readGrant(grantId);
  const now = dependencies.now();
  if (found === undefined) {
    if (now - sentAt < patience) throw new Error("the grant is not there yet");
    return;
  }
  const grant = await settled(grantId, found, now);
  const provider = providerOf(grant.connection.provider);
  const held = await withoutChannels(provider, grant, await heldTokens(grant, dependencies), endChannels, dependencies);
  const sets = await revocableSets(provider, grant.connection);
  if (sets.length > 0) await revokeSets(provider, held, sets, dependencies);
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
async function settled(grantId: string, grant: HeldGrant, now: number): Promise<HeldGrant> {
  if (grant.status === "revoking") return grant;
  const isWaiting = grant.status === "pending" && grant.expiresAt > now;
  const isBeingConfirmed = grant.status === "claimed" && (grant.claimedAt ?? 0) + patience > now;
  if (isWaiting || isBeingConfirmed) throw new Error("the grant is not given up yet");
  const condemned = await condemnGrant(grantId, grant.status, grant.connection.provider, now);
  if (condemned === undefined) throw new Error("the grant changed meanwhile");
  return condemned;
}

/**
 * Token sets whose revocation ends nobody else's connection. Where the same account, or the same person of it, is connected
 * again, the provider may have given out the same tokens again, or revoke the new ones with the old: nothing is revoked then.
 */
async function revocableSets(provider: Provider, connection: Connection): Promise<string[]> {
  const sets = Object.keys(connection.tokens);
  const shared = provider.sharedGrant;
  if (shared === undefined) return sets;
  const siblings = await listSiblings(shared.group, connection.accountId);
  if (siblings.length === 0) return sets;
  const isSame = ({ id, person }: Sibling) =>
    id === connection.id || (person !== undefined && person === connection.person);
  if (siblings.some(isSame)) return [];
  return sets.filter((set) => !shared.tokenSets.includes(set));
}

type Held = ReadonlyMap<string, TokensToRevoke>;

/** The tokens of a grant, opened. */
async function heldTokens({ connection, purpose }: HeldGrant, { vault, now }: Dependencies): Promise<Held> {
  const held = new Map<string, TokensToRevoke>();
  for (const [set, tokens] of Object.entries(connection.tokens)) {
    const accessToken = await openToken(vault, connection, set, "access", purpose);
    const refreshToken = await openToken(vault, connection, set, "refresh", purpose);
    if (accessToken !== undefined) held.set(set, { accessToken, refreshToken, isExpired: isExpired(tokens, now()) });
  }
  return held;
}

/** Before anything is revoked: afterwards nobody could stop them any more. @returns the tokens as they are then */
async function withoutChannels(
  provider: Provider,
  { connection, channels = [] }: HeldGrant,
  held: Held,
  endChannels: EndChannels,
  dependencies: Dependencies,
): Promise<Held> {
  const tokens = held.get(channelSet);
  if (tokens === undefined || channels.length === 0) return held;
  const left = await endChannels({ provider, connection, channels }, tokens, dependencies);
  return new Map([...held, [channelSet, left]]);
}

/** Providers with channels have one token set. */
const channelSet = "default";

async function revokeSets(provider: Provider, held: Held, sets: readonly string[], { fetch }: Dependencies) {
  const client = await clientOf(provider);
  for (const set of sets) {
    const tokens = held.get(set);
    if (tokens !== undefined) await revokeTokens(provider, client, tokens, fetch);
  }
  count("GrantRevoked", { provider: provider.id });
}
