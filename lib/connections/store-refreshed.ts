// Stores refreshed tokens. The old refresh token is used up and the new tokens exist only in memory: losing them ends the grant.
import { randomUUID } from "node:crypto";
import { findProviderError, ProviderError } from "../http/provider-error.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import { resolveGrantedScopes } from "../oauth/scopes.ts";
import { retry } from "../retry.ts";
import { type Actor, toAuditSubject, writeAudit } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { saveRefreshed } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";
import { moveDueFields } from "../store/due-index.ts";
import { holdGrant } from "../store/grants.ts";
import type { Dependencies } from "./dependencies.ts";
import { sealTokens } from "./token-sets.ts";

interface RefreshedTokens {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly set: string;
  readonly answer: TokenResponse;
  readonly actor: Actor;
  readonly leaseOwner: string;
}

/**
 * Seals and stores the new tokens; retries while the store fails. If the connection was disconnected or connected again
 * meanwhile, the new tokens are held to be revoked.
 * @returns the connection to use: this one, or a newer one from a reconnect
 */
export async function storeRefreshed(refreshed: RefreshedTokens, dependencies: Dependencies): Promise<Connection> {
  const { connection, actor } = refreshed;
  const change = await retryStore(() => buildChange(refreshed, dependencies));
  const saving = retryStore(() => saveRefreshed(connection, change));
  const [isSaved] = await Promise.all([saving, auditRefresh(connection, actor)]);
  if (isSaved) return applyRefresh(connection, change);
  const current = await retryStore(() => readConnection(connection));
  // Otherwise an earlier attempt stored them, and its answer was lost.
  if (current?.version !== change.version) await holdUnstored(refreshed, change.tokens, dependencies);
  if (current?.status === "active") return current;
  throw new ProviderError({ kind: "reconnect", code: "ended_meanwhile" });
}

/** Not in one transaction with the tokens, which would double the price of both. An audit that fails does not cost the grant. */
async function auditRefresh(connection: Connection, actor: Actor): Promise<void> {
  try {
    await retryStore(() => writeAudit({ ...actor, ...toAuditSubject(connection), action: "refresh" }), 3);
  } catch (error) {
    log.error("a refresh is missing from the audit", { connection: connection.id, ...describeError(error) });
  }
}

/** Holds tokens without a connection for revocation. Whoever ended it has queued the revocation under the lease's owner. */
async function holdUnstored(
  { provider, connection, set, leaseOwner }: RefreshedTokens,
  tokens: Connection["tokens"],
  { now }: Dependencies,
): Promise<void> {
  const unstored = Object.fromEntries(Object.entries(tokens).filter(([name]) => name === set));
  const grant = { status: "revoking", purpose: "connection", expiresAt: now() } as const;
  try {
    await retryStore(() => holdGrant(leaseOwner, { ...grant, connection: { ...connection, tokens: unstored } }));
  } catch (error) {
    count("GrantLost", { provider: provider.id });
    log.error("refreshed tokens of an ended connection are not revoked", describeError(error));
  }
}

function applyRefresh(
  { lease: _lease, refreshNotBefore: _pause, ...rest }: Connection,
  change: Partial<Connection>,
): Connection {
  return { ...rest, ...change };
}

async function buildChange({ provider, connection, set, answer }: RefreshedTokens, { vault, now }: Dependencies) {
  const kept = connection.tokens[set];
  const assumedLifetime = provider.assumedLifetime;
  const sealed = await sealTokens(vault, connection, answer, {
    set,
    purpose: "connection",
    now: now(),
    assumedLifetime,
    ...(kept ? { kept } : {}),
  });
  const tokens = { ...connection.tokens, [set]: sealed };
  const { [set]: _ended, ...refusals } = connection.refreshRefusals ?? {};
  const renewAfterDays = connection.due === undefined ? undefined : provider.renewAfterDays;
  return {
    tokens,
    version: randomUUID(),
    refreshRefusals: Object.keys(refusals).length > 0 ? refusals : undefined,
    ...scopeChange(provider, connection, answer),
    ...profileChange(provider, connection, answer),
    ...moveDueFields(connection, renewAfterDays, getOldestIssueTime(tokens)),
  };
}

/** The set that was refreshed longest ago decides when the connection is due: sets that are in use must not delay unused ones. */
function getOldestIssueTime(tokens: Connection["tokens"]): number {
  const canLapse = Object.values(tokens).filter(({ refresh }) => refresh !== undefined);
  return Math.min(...canLapse.map(({ issuedAt }) => issuedAt));
}

/** A refresh may return fewer scopes (RFC 6749 section 6). With several token sets each has only its own scopes: keep all. */
function scopeChange({ coversScope }: Provider, connection: Connection, answer: TokenResponse) {
  if (answer.scope === undefined || answer.scope === "" || Object.keys(connection.tokens).length > 1) return {};
  return resolveGrantedScopes([...connection.scopes, ...connection.missingScopes], [answer], coversScope);
}

/** What the answer tells of the account, such as a host that has changed. One that is not allowed ends the refresh. */
function profileChange({ readProfile, token }: Provider, { profile }: Connection, answer: TokenResponse) {
  if (readProfile === undefined) return {};
  const parsed = token().safeParse(answer);
  return parsed.success ? { profile: { ...profile, ...readProfile({ ...answer, ...Object(parsed.data) }) } } : {};
}

const retryStore = <T>(work: () => Promise<T>, maxAttempts = 6): Promise<T> =>
  retry(work, {
    maxAttempts,
    // What the answer itself says is refused again.
    isRetryable: (error) => findProviderError(error) === undefined,
    delayMs(attempt) {
      log.warn("storing a refresh failed, trying again", { attempt });
      return 100 * 2 ** attempt * (0.5 + Math.random());
    },
  });
