// What becomes of a channel after work on it has ended well or badly. Pure: the store and the provider are elsewhere.
import type { Problem } from "../errors.ts";
import type { Subscription } from "../store/subscription.ts";
import { dueFieldsAt, getPause, pickRenewalTime, refusedPauseSeconds } from "./schedule.ts";
import type { OpenedSubscription } from "./source.ts";

/** A channel that was just opened. Its cursor, once it has one, is never set back by a renewal. */
export function applyOpened(
  subscription: Subscription,
  opened: OpenedSubscription,
  now: number,
  lookEvery?: number,
): Partial<Subscription> {
  const { cursor, expiresAt, ...rest } = opened;
  const dueAt = expiresAt === undefined ? now + (lookEvery ?? refusedPauseSeconds) : pickRenewalTime(now, expiresAt);
  return {
    ...rest,
    ...(subscription.cursor === undefined && cursor !== undefined ? { cursor } : {}),
    expiresAt,
    ...applyActive(subscription, dueAt),
  };
}

/** A channel that still does its work. @param error what its user should know nevertheless */
export function applyActive(subscription: Subscription, dueAt: number, error?: string): Partial<Subscription> {
  return { status: "active", failures: 0, error, stopping: undefined, ...dueFieldsAt(subscription.connection, dueAt) };
}

/** What waits for somebody to change something; a shorter pause would only ask in vain. */
const refusalCodes: ReadonlySet<Problem["code"]> = new Set([
  "insufficient_permissions",
  "not_found",
  "provider_error",
  "not_configured",
  "conflict",
]);

/** A channel that could not be opened or looked at. One that still lives stays active: there is time for more attempts. */
export function applyFailure(subscription: Subscription, problem: Problem, now: number): Partial<Subscription> {
  const failures = subscription.failures + 1;
  const isRefused = refusalCodes.has(problem.code);
  const dueAt = now + (isRefused ? refusedPauseSeconds : getPause(failures, problem.retryAfter));
  return {
    failures,
    error: problem.message,
    status: getStatusAfterFailure(subscription, now, isRefused),
    // Not later than its end, so that its lapse is noticed when it happens.
    ...dueFieldsAt(
      subscription.connection,
      hasEnded(subscription, now) ? dueAt : Math.min(dueAt, subscription.expiresAt ?? dueAt),
    ),
  };
}

function getStatusAfterFailure(subscription: Subscription, now: number, isRefused: boolean): Subscription["status"] {
  if (subscription.remoteId === undefined) return "failed";
  if (hasEnded(subscription, now)) return "lapsed";
  return subscription.expiresAt === undefined && isRefused ? "failed" : subscription.status;
}

export const hasEnded = ({ expiresAt }: Pick<Subscription, "expiresAt">, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** Where nothing can be done until the account is connected again: connecting looks at all its channels. */
export const disconnectedFields = { due: undefined, dueAt: undefined } as const;
