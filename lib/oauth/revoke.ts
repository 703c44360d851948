// Giving a grant back to its provider, from the queue, until it has worked.
import { count } from "../metrics.ts";
import { writeAudit } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { condemnGrant, deleteGrant, type HeldGrant, readGrant } from "../store/grants.ts";
import { listSiblings, type Sibling } from "../store/shares.ts";
import { clientOf } from "./client.ts";
import type { Provider } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";
import { isExpired } from "./freshness.ts";
import { revokeTokens } from "./revoke-tokens.ts";
import { openToken } from "./token-sets.ts";

/** Seconds a message may be ahead of its row, and a claimed grant of its connection. */
const patience = 60;

/**
 * Revokes a held grant, unless its user has confirmed it or siblings live on it.
 * @param sentAt when the message was queued, epoch seconds
 * @throws Error when it has to be tried again later
 */
export async function revokeGrant(
  grantId: string,
  sentAt: number,
  providerOf: (id: string) => Provider,
  dependencies: Dependencies,
): Promise<void> {
  const found = await readGrant(grantId);
  const now = dependencies.now();
  if (found === undefined) {
    if (now - sentAt < patience) throw new Error("the grant is not there yet");
    return;
  }
  const grant = await settled(grantId, found, now);
  const provider = providerOf(grant.connection.provider);
  const sets = await revocableSets(provider, grant.connection);
  if (sets.length > 0) await revokeSets(provider, grant, sets, dependencies);
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

async function revokeSets(provider: Provider, grant: HeldGrant, sets: readonly string[], dependencies: Dependencies) {
  const client = await clientOf(provider);
  const { connection, purpose } = grant;
  for (const set of sets) {
    const accessToken = await openToken(dependencies.vault, connection, set, "access", purpose);
    const refreshToken = await openToken(dependencies.vault, connection, set, "refresh", purpose);
    const tokens = connection.tokens[set];
    if (accessToken === undefined || tokens === undefined) continue;
    const ended = isExpired(tokens, dependencies.now());
    await revokeTokens(provider, client, { accessToken, refreshToken, isExpired: ended }, dependencies.fetch);
  }
  count("GrantRevoked", { provider: provider.id });
}
