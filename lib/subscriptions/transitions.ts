// The changes to a subscription's row after an operation succeeded or failed. Pure.
import type { Problem } from "../errors.ts";
import type { Subscription } from "../store/subscription.ts";
import { dueFieldsAt, getPause, pickRenewalTime, refusedPauseSeconds } from "./schedule.ts";
import type { OpenedSubscription } from "./source.ts";

/** After opening. A renewal never resets a cursor. */
export function applyOpened(
  subscription: Subscription,
  opened: OpenedSubscription,
  now: number,
  checkIntervalSeconds?: number,
): Partial<Subscription> {
  const { cursor, expiresAt, ...rest } = opened;
  const dueAt =
    expiresAt === undefined ? now + (checkIntervalSeconds ?? refusedPauseSeconds) : pickRenewalTime(now, expiresAt);
  return {
    ...rest,
    ...(subscription.cursor === undefined && cursor !== undefined ? { cursor } : {}),
    expiresAt,
    ...applyActive(subscription, dueAt),
  };
}

/** When it works. @param error shown to the user although it works */
export function applyActive(subscription: Subscription, dueAt: number, error?: string): Partial<Subscription> {
  return { status: "active", failures: 0, error, stopping: undefined, ...dueFieldsAt(subscription.connection, dueAt) };
}

/** Failures that last until the user or an administrator changes something: retried after a long pause. */
const refusalCodes: ReadonlySet<Problem["code"]> = new Set([
  "insufficient_permissions",
  "not_found",
  "provider_error",
  "not_configured",
  "conflict",
]);

/** After a failure. One that has not expired stays active: there is time for more attempts. */
export function applyFailure(subscription: Subscription, problem: Problem, now: number): Partial<Subscription> {
  const failures = subscription.failures + 1;
  const isRefused = refusalCodes.has(problem.code);
  const dueAt = now + (isRefused ? refusedPauseSeconds : getPause(failures, problem.retryAfter));
  return {
    failures,
    error: problem.message,
    status: getStatusAfterFailure(subscription, problem, now),
    // Not later than its expiry, so that an expired one is noticed in time.
    ...dueFieldsAt(
      subscription.connection,
      hasEnded(subscription, now) ? dueAt : Math.min(dueAt, subscription.expiresAt ?? dueAt),
    ),
  };
}

function getStatusAfterFailure(subscription: Subscription, { code }: Problem, now: number): Subscription["status"] {
  if (subscription.remoteId === undefined) return "failed";
  // What it watches is gone for this account: it has not lapsed, which would alarm the operator.
  if (code === "not_found") return "failed";
  if (hasEnded(subscription, now)) return "lapsed";
  return subscription.expiresAt === undefined && refusalCodes.has(code) ? "failed" : subscription.status;
}

export const hasEnded = ({ expiresAt }: Pick<Subscription, "expiresAt">, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** Pauses a subscription until its account is reconnected: reconnecting reconciles all of them. */
export const disconnectedFields = { due: undefined, dueAt: undefined } as const;
