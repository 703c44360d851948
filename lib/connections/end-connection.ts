// A connection that its provider has ended: the app was uninstalled, or tokens were revoked. There is nothing to revoke.
import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import { clearCache } from "../store/cache.ts";
import { type Connection, isBeingRefreshed, type TokenSet, type TokenSetName } from "../store/connection.ts";
import { dropTokens } from "../store/connection-drop-tokens.ts";
import { readConnection } from "../store/connections.ts";
import type { ConnectionKey } from "../store/owner.ts";
import { type GrantCheck, isGrantGone } from "./grant-check.ts";

export interface ConnectionEnd {
  /** Epoch seconds, the provider's clock. */
  readonly at: number;
  /** Token sets that have ended. Default: all. */
  readonly sets?: readonly TokenSetName[];
}

/** By how much the provider's clock may be behind ours. With more, a late event could end a connection that was made after it. */
const clockSkewSeconds = 2;

/**
 * Deletes the tokens that have ended, once the provider confirms it. A connection without tokens becomes `revoked`, and its user
 * is notified. Tokens issued after the end come from a later consent and stay. Idempotent.
 * @returns whether something was deleted
 * @throws Problem provider_unavailable while a token set is being refreshed, whose new tokens would be lost, or when the store does not answer; ProviderError when the provider does not say; retry
 */
export async function endConnection(key: ConnectionKey, ending: ConnectionEnd, check: GrantCheck): Promise<boolean> {
  const isDeleted = await retry(() => endOnce(key, ending, check), {
    maxAttempts: 5,
    isRetryableResult: (outcome) => outcome === undefined,
  });
  if (isDeleted === undefined) throw retryLaterProblem();
  return isDeleted;
}

/** @returns undefined when the connection changed meanwhile */
async function endOnce(key: ConnectionKey, ending: ConnectionEnd, check: GrantCheck): Promise<boolean | undefined> {
  const connection = await readConnection(key);
  if (connection === undefined) return false;
  const ended = listEndedSets(connection, ending);
  // An earlier attempt may have failed before it cleared the cache.
  if (connection.status === "revoked") await clearCache(connection, connection.id);
  if (ended.length === 0) return false;
  if (isBeingRefreshed(connection, check.dependencies.now())) throw retryLaterProblem();
  const gone = await listGoneSets(connection, ended, check);
  if (gone.length === 0) return false;
  const left = Object.fromEntries(Object.entries(connection.tokens).filter(([set]) => !gone.includes(set)));
  if (!(await dropTokens(connection, left, check.actor))) return undefined;
  await clearCache(connection, connection.id);
  reportRevoked(connection, left);
  return true;
}

/** The token sets that the event names, without those issued after it. */
function listEndedSets({ tokens }: Connection, { at, sets }: ConnectionEnd): string[] {
  const named: readonly string[] | undefined = sets;
  const hasEnded = ([set, { issuedAt }]: [string, TokenSet]) =>
    (named?.includes(set) ?? true) && issuedAt <= at + clockSkewSeconds;
  return Object.entries(tokens)
    .filter(hasEnded)
    .map(([set]) => set);
}

async function listGoneSets(connection: Connection, ended: readonly string[], check: GrantCheck): Promise<string[]> {
  const gone: string[] = [];
  for (const set of ended) if (await isGrantGone(connection, set, check)) gone.push(set);
  return gone;
}

const retryLaterProblem = () => new Problem("provider_unavailable", { retryAfter: 5 });

function reportRevoked({ provider, id }: Connection, left: Connection["tokens"]): void {
  if (Object.keys(left).length > 0) return;
  count("ConnectionRevoked", { provider });
  log.info("connection ended by its provider", { provider, connection: id });
}
