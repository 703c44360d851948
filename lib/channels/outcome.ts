// What becomes of a channel after work on it has ended well or badly. Pure: the store and the provider are elsewhere.
import type { Problem } from "../errors.ts";
import type { Channel } from "../store/channel.ts";
import type { Opened } from "./source.ts";
import { dueAtTime, pauseAfter, refusedPause, renewalTime } from "./times.ts";

/** A channel that was just opened. Its cursor, once it has one, is never set back by a renewal. */
export function afterOpening(channel: Channel, opened: Opened, now: number, lookEvery?: number): Partial<Channel> {
  const { cursor, expiresAt, ...rest } = opened;
  const dueAt = expiresAt === undefined ? now + (lookEvery ?? refusedPause) : renewalTime(now, expiresAt);
  return {
    ...rest,
    ...(channel.cursor === undefined && cursor !== undefined ? { cursor } : {}),
    expiresAt,
    ...well(channel, dueAt),
  };
}

/** A channel that still does its work. @param error what its user should know nevertheless */
export function well(channel: Channel, dueAt: number, error?: string): Partial<Channel> {
  return { status: "active", failures: 0, error, stopping: undefined, ...dueAtTime(channel.connection, dueAt) };
}

/** What waits for somebody to change something; a shorter pause would only ask in vain. */
const refusals: ReadonlySet<Problem["code"]> = new Set([
  "insufficient_permissions",
  "not_found",
  "provider_error",
  "not_configured",
  "conflict",
]);

/** A channel that could not be opened or looked at. One that still lives stays active: there is time for more attempts. */
export function afterFailure(channel: Channel, problem: Problem, now: number): Partial<Channel> {
  const failures = channel.failures + 1;
  const isRefused = refusals.has(problem.code);
  const dueAt = now + (isRefused ? refusedPause : pauseAfter(failures, problem.retryAfter));
  return {
    failures,
    error: problem.message,
    status: statusAfterFailure(channel, now, isRefused),
    // Not later than its end, so that its lapse is noticed when it happens.
    ...dueAtTime(channel.connection, hasEnded(channel, now) ? dueAt : Math.min(dueAt, channel.expiresAt ?? dueAt)),
  };
}

function statusAfterFailure(channel: Channel, now: number, isRefused: boolean): Channel["status"] {
  if (channel.remoteId === undefined) return "failed";
  if (hasEnded(channel, now)) return "lapsed";
  return channel.expiresAt === undefined && isRefused ? "failed" : channel.status;
}

export const hasEnded = ({ expiresAt }: Pick<Channel, "expiresAt">, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** Where nothing can be done until the account is connected again: connecting looks at all its channels. */
export const whileDisconnected = { due: undefined, dueAt: undefined } as const;
