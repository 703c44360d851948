// When a subscription is due.
import { randomInt } from "node:crypto";
import { getShardNumber } from "../store/due-index.ts";
import { renewShard } from "../store/table.ts";

/** How long a claim holds: longer than the work on one subscription takes. */
export const claimSeconds = 300;

/** The fields that put a subscription into the due index. @param dueAt epoch seconds */
export const dueFieldsAt = (connection: string, dueAt: number) => ({
  due: renewShard(getShardNumber(connection)),
  dueAt,
});

/**
 * A random time between 50 and 80 % of the remaining lifetime: spreads the renewals of subscriptions that were created together,
 * and leaves time for several attempts. Epoch seconds.
 */
export function pickRenewalTime(now: number, end: number, random = randomInt): number {
  const life = Math.max(end - now, 0);
  return now + Math.floor(life / 2) + random(Math.max(Math.floor(life * 0.3), 1));
}

const firstPauseSeconds = 300;
const maxPauseSeconds = 6 * 3600;
/** Pause when the user or an administrator must change something first. */
export const refusedPauseSeconds = 86_400;

/** Seconds until the next attempt: doubled each time, with jitter, and at least `retryAfter`. */
export function getPause(failures: number, retryAfter = 0, random: () => number = Math.random): number {
  const pause = Math.min(firstPauseSeconds * 2 ** Math.min(failures - 1, 10), maxPauseSeconds);
  return Math.max(Math.round(pause * (0.75 + random() / 2)), retryAfter);
}
