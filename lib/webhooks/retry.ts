// When a message that failed is tried again, and what the log says of it.
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { findBusyError } from "./busy-error.ts";
import { deliveryErrorCode } from "./delivery-error.ts";

/** The word for the log: never a text from outside. */
export function getFailureCode(error: unknown): string {
  const unread = deliveryErrorCode(error, "invalid");
  if (unread !== undefined) return unread;
  const failure = findProviderError(error);
  if (failure !== undefined) return `provider_${failure.kind}`;
  return error instanceof Problem ? error.code : "internal";
}

const baseSeconds = 5;
const maxDelaySeconds = 600;
/** Longest wait that a provider may ask for. */
const maxRequestedDelaySeconds = 900;

/**
 * Seconds until the next attempt: doubled each time, spread out, and never less than the provider asked for.
 * What cannot be read goes quickly to the dead letters; what somebody else is at is looked at when their time is over at the latest.
 */
export function getRetryDelay(error: unknown, attempt: number, now = Date.now(), random = Math.random): number {
  if (deliveryErrorCode(error, "invalid") !== undefined) return 1;
  const spread = Math.min(baseSeconds * 2 ** attempt, maxDelaySeconds) * (0.5 + random() / 2);
  const until = findBusyError(error)?.until;
  if (until !== undefined) return Math.ceil(Math.min(spread, Math.max(until - now, 0) / 1000 + 1 + 5 * random()));
  return Math.ceil(Math.max(spread, Math.min(getRequestedDelay(error) ?? 0, maxRequestedDelaySeconds)));
}

function getRequestedDelay(error: unknown): number | undefined {
  const failure = findProviderError(error);
  if (failure !== undefined) return failure.retryAfterSeconds;
  return error instanceof Problem ? error.retryAfter : undefined;
}
