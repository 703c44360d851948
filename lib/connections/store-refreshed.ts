// Stores refreshed tokens. The old refresh token is used up and the new tokens exist only in memory: losing them ends the grant.
import { randomUUID } from "node:crypto";
import { ProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import type { Provider, TokenResponse } from "../oauth/definition.ts";
import { resolveGrantedScopes } from "../oauth/scopes.ts";
import { retry } from "../retry.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import { saveRefreshed } from "../store/connection-lease.ts";
import { readConnection } from "../store/connections.ts";
import { dueFields } from "../store/due-index.ts";
import type { Dependencies } from "./dependencies.ts";
import { sealTokens } from "./token-sets.ts";

interface RefreshedTokens {
  readonly provider: Provider;
  readonly connection: Connection;
  readonly set: string;
  readonly answer: TokenResponse;
  readonly actor: Actor;
}

/**
 * Seals and stores the new tokens; retries while the store fails.
 * @returns the connection to use: this one, or a newer one from a reconnect
 */
export async function storeRefreshed(refreshed: RefreshedTokens, dependencies: Dependencies): Promise<Connection> {
  const { connection, actor } = refreshed;
  const change = await retryStore(() => buildChange(refreshed, dependencies));
  const isSaved = await retryStore(() => saveRefreshed(connection, change, actor));
  return isSaved ? applyRefresh(connection, change) : readNewerConnection(connection);
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
  const renewAfterDays = connection.due === undefined ? undefined : provider.renewAfterDays;
  return {
    tokens,
    version: randomUUID(),
    ...scopeChange(connection, answer),
    ...dueFields(connection.id, renewAfterDays, getOldestIssueTime(tokens)),
  };
}

/** The set that was refreshed longest ago decides when the connection is due: sets that are in use must not delay unused ones. */
function getOldestIssueTime(tokens: Connection["tokens"]): number {
  const canLapse = Object.values(tokens).filter(({ refresh }) => refresh !== undefined);
  return Math.min(...canLapse.map(({ issuedAt }) => issuedAt));
}

/** A refresh may return fewer scopes (RFC 6749 section 6). With several token sets each has only its own scopes: keep all. */
function scopeChange(connection: Connection, answer: TokenResponse) {
  if (answer.scope === undefined || answer.scope === "" || Object.keys(connection.tokens).length > 1) return {};
  return resolveGrantedScopes([...connection.scopes, ...connection.missingScopes], [answer]);
}

async function readNewerConnection(connection: Connection): Promise<Connection> {
  const current = await readConnection(connection);
  if (current?.status === "active") return current;
  throw new ProviderError({ kind: "reconnect", code: "ended_meanwhile" });
}

const retryStore = <T>(work: () => Promise<T>): Promise<T> =>
  retry(work, {
    maxAttempts: 6,
    isRetryable: () => true,
    delayMs(attempt) {
      log.warn("storing refreshed tokens failed, trying again", { attempt });
      return 100 * 2 ** attempt * (0.5 + Math.random());
    },
  });
