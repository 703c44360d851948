// A connection that its provider has ended: the app was uninstalled, or tokens were revoked. There is nothing to revoke.
import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import type { Actor } from "../store/audit.ts";
import { clearCache } from "../store/cache.ts";
import { type Connection, isBeingRefreshed, type TokenSetName } from "../store/connection.ts";
import { dropTokens } from "../store/connection-drop-tokens.ts";
import { readConnection } from "../store/connections.ts";
import type { ConnectionKey } from "../store/owner.ts";

export interface ConnectionEnd {
  /** Epoch seconds, the provider's clock. */
  readonly at: number;
  /** Token sets that have ended. Default: all. */
  readonly sets?: readonly TokenSetName[];
  readonly actor: Actor;
}

/** By how much the provider's clock may be behind ours. With more, a late event could end a connection that was made after it. */
const clockSkewSeconds = 2;

/**
 * Deletes the tokens that have ended. A connection without tokens becomes `revoked`, and its user is notified. Tokens issued
 * after the end come from a later consent and stay. Idempotent.
 * @param now epoch seconds
 * @returns whether something was deleted
 * @throws Problem provider_unavailable while a token set is being refreshed, whose new tokens would be lost, or when the store does not answer; retry
 */
export async function endConnection(key: ConnectionKey, ending: ConnectionEnd, now: number): Promise<boolean> {
  const isDeleted = await retry(() => endOnce(key, ending, now), {
    maxAttempts: 5,
    isRetryableResult: (outcome) => outcome === undefined,
  });
  if (isDeleted === undefined) throw retryLaterProblem();
  return isDeleted;
}

/** @returns undefined when the connection changed meanwhile */
async function endOnce(key: ConnectionKey, ending: ConnectionEnd, now: number): Promise<boolean | undefined> {
  const connection = await readConnection(key);
  if (connection === undefined) return false;
  const left = getRemainingTokens(connection, ending);
  // An earlier attempt may have failed before it cleared the cache.
  if (connection.status === "revoked") await clearCache(connection, connection.id);
  if (left === undefined) return false;
  if (isBeingRefreshed(connection, now)) throw retryLaterProblem();
  if (!(await dropTokens(connection, left, ending.actor))) return undefined;
  await clearCache(connection, connection.id);
  reportRevoked(connection, left);
  return true;
}

/** @returns the token sets that are still valid; undefined when none has ended */
function getRemainingTokens({ tokens }: Connection, { at, sets }: ConnectionEnd): Connection["tokens"] | undefined {
  const named: readonly string[] | undefined = sets;
  const hasEnded = (set: string, issuedAt: number) =>
    (named?.includes(set) ?? true) && issuedAt <= at + clockSkewSeconds;
  const left = Object.entries(tokens).filter(([set, { issuedAt }]) => !hasEnded(set, issuedAt));
  return left.length === Object.keys(tokens).length ? undefined : Object.fromEntries(left);
}

const retryLaterProblem = () => new Problem("provider_unavailable", { retryAfter: 5 });

function reportRevoked({ provider, id }: Connection, left: Connection["tokens"]): void {
  if (Object.keys(left).length > 0) return;
  count("ConnectionRevoked", { provider });
  log.info("connection ended by its provider", { provider, connection: id });
}
