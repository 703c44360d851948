// Giving a grant back to its provider, from the queue, until it has worked.
import * as oauth from "oauth4webapi";
import { failed } from "../http/provider-failure.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { writeAudit } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { condemnGrant, deleteGrant, type HeldGrant, readGrant } from "../store/grants.ts";
import { listSiblings } from "../store/shares.ts";
import { authorizationServer, type ClientCredentials, clientAuthentication, clientOf, fetchFor } from "./client.ts";
import type { Provider } from "./definition.ts";
import type { Dependencies } from "./dependencies.ts";
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
 * Token sets whose revocation ends nobody else's connection. Where the same user has connected the account again, the provider
 * may have given out the same tokens again, or revoke the new ones with the old: nothing is revoked then.
 */
async function revocableSets(provider: Provider, connection: Connection): Promise<string[]> {
  const sets = Object.keys(connection.tokens);
  const shared = provider.sharedGrant;
  if (shared === undefined) return sets;
  const siblings = await listSiblings(shared.group, connection.accountId);
  if (siblings.length === 0) return sets;
  if (siblings.some((sibling) => sibling.id === connection.id)) return [];
  return sets.filter((set) => !shared.tokenSets.includes(set));
}

async function revokeSets(provider: Provider, grant: HeldGrant, sets: readonly string[], dependencies: Dependencies) {
  const client = await clientOf(provider);
  for (const set of sets) {
    const access = await openToken(dependencies.vault, grant.connection, set, "access", grant.purpose);
    const refresh = await openToken(dependencies.vault, grant.connection, set, "refresh", grant.purpose);
    if (access !== undefined) await revokeTokens(provider, client, access, refresh, dependencies.fetch);
  }
  count("GrantRevoked", { provider: provider.id });
}

async function revokeTokens(
  provider: Provider,
  client: ClientCredentials,
  accessToken: string,
  refreshToken: string | undefined,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const { endpoints } = provider;
  const reach = fetchFor(provider, fetch);
  if (provider.revoke) return provider.revoke({ endpoints, ...client, accessToken, refreshToken, fetch: reach });
  if (endpoints.revoke === undefined) return;
  const response = await oauth.revocationRequest(
    authorizationServer(provider),
    { client_id: client.clientId },
    clientAuthentication(provider, client.clientSecret),
    refreshToken ?? accessToken,
    {
      [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<"POST", URLSearchParams>) =>
        reach(url, { method: init.method, headers: init.headers, body: init.body }),
      [oauth.allowInsecureRequests]: new URL(endpoints.revoke).protocol === "http:",
    },
  );
  if (response.ok) return;
  log.warn("revocation refused", { provider: provider.id, status: response.status });
  // 400 means the token is unknown already (RFC 7009 section 2.2, Google's invalid_token); the rest is worth another try.
  if (response.status !== 400) throw failed({ class: "transient", code: `http_${response.status}` });
}
