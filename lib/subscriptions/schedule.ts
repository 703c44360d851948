// When a channel is looked at again.
import { randomInt } from "node:crypto";
import { getShardNumber } from "../store/due-index.ts";
import { renewShard } from "../store/table.ts";

/** Seconds a claim holds: longer than one look at a channel takes. */
export const claimSeconds = 300;

/** The index a channel stands in until `dueAt`, epoch seconds. */
export const dueFieldsAt = (connection: string, dueAt: number) => ({
  due: renewShard(getShardNumber(connection)),
  dueAt,
});

/**
 * Somewhere between 50 and 80 % of what is left of its life, so that channels of one hour are not all renewed in one hour,
 * and several attempts fit into the rest.
 */
export function pickRenewalTime(now: number, end: number, random = randomInt): number {
  const life = Math.max(end - now, 0);
  return now + Math.floor(life / 2) + random(Math.max(Math.floor(life * 0.3), 1));
}

const firstPauseSeconds = 300;
const maxPauseSeconds = 6 * 3600;
/** Of what the user or an administrator has to change first. */
export const refusedPauseSeconds = 86_400;

/** Seconds until the next attempt: doubled each time, and never before the provider said. */
export function getPause(failures: number, retryAfter = 0, random: () => number = Math.random): number {
  const pause = Math.min(firstPauseSeconds * 2 ** Math.min(failures - 1, 10), maxPauseSeconds);
  return Math.max(Math.round(pause * (0.75 + random() / 2)), retryAfter);
}
