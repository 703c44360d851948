// A connection whose provider says that it has ended: uninstalled, or its tokens revoked. Nothing is left to give back.

import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import type { Actor } from "../store/audit.ts";
import { clearCache } from "../store/cache.ts";
import type { Connection, TokenSetName } from "../store/connection.ts";
import { dropTokens } from "../store/connection-drop-tokens.ts";
import { type ConnectionKey, readConnection } from "../store/connections.ts";

export interface ConnectionEnd {
  /** Epoch seconds, the provider's clock. */
  readonly at: number;
  /** Token sets that have ended; all of them unless given. */
  readonly sets?: readonly TokenSetName[];
  readonly actor: Actor;
}

/** Seconds by which the provider's clock may be behind ours. More would let a late event end what was connected after it. */
const clockSkewSeconds = 2;

/**
 * Deletes the tokens that have ended; a connection without any left is `revoked`, and its user told. Tokens issued after the
 * end are of a later consent and stay. Repeating it changes nothing.
 * @returns whether something was deleted
 * @throws Problem provider_unavailable while another token set is being renewed, or when the store does not answer: repeat it
 */
export async function endConnection(of: ConnectionKey, ending: ConnectionEnd, now: number): Promise<boolean> {
  const isDeleted = await retry(() => endOnce(of, ending, now), {
    maxAttempts: 5,
    isRetryableResult: (outcome) => outcome === undefined,
  });
  if (isDeleted === undefined) throw retryLaterProblem();
  return isDeleted;
}

/** @returns undefined where the connection was changed meanwhile */
async function endOnce(of: ConnectionKey, ending: ConnectionEnd, now: number): Promise<boolean | undefined> {
  const connection = await readConnection(of);
  if (connection === undefined) return false;
  const left = getRemainingTokens(connection, ending);
  // An earlier try may have come no further than this.
  if (connection.status === "revoked") await clearCache(connection, connection.id);
  if (left === undefined) return false;
  if (Object.keys(left).length > 0 && isBeingRenewed(connection, now)) throw retryLaterProblem();
  if (!(await dropTokens(connection, left, ending.actor))) return undefined;
  await clearCache(connection, connection.id);
  reportRevoked(connection, left);
  return true;
}

/** @returns the token sets that live on; undefined when none of them has ended */
function getRemainingTokens({ tokens }: Connection, { at, sets }: ConnectionEnd): Connection["tokens"] | undefined {
  const named: readonly string[] | undefined = sets;
  const hasEnded = (set: string, issuedAt: number) =>
    (named?.includes(set) ?? true) && issuedAt <= at + clockSkewSeconds;
  const left = Object.entries(tokens).filter(([set, { issuedAt }]) => !hasEnded(set, issuedAt));
  return left.length === Object.keys(tokens).length ? undefined : Object.fromEntries(left);
}

/** The new pair of another set could not be stored over a version that is gone, and its old one is spent. */
const isBeingRenewed = ({ lease, version }: Connection, now: number) =>
  lease !== undefined && lease.version === version && lease.until > now;

const retryLaterProblem = () => new Problem("provider_unavailable", { retryAfter: 5 });

function reportRevoked({ provider, id }: Connection, left: Connection["tokens"]): void {
  if (Object.keys(left).length > 0) return;
  count("ConnectionRevoked", { provider });
  log.info("connection ended by its provider", { provider, connection: id });
}
