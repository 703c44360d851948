// When to retry a failed message, and its error code for the log.
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { findBusyError } from "./busy-error.ts";
import { deliveryErrorCode } from "./delivery-error.ts";

/** The error code for the log. Never contains text of a provider. */
export function getFailureCode(error: unknown): string {
  const invalid = deliveryErrorCode(error, "invalid");
  if (invalid !== undefined) return invalid;
  const failure = findProviderError(error);
  if (failure !== undefined) return `provider_${failure.kind}`;
  return error instanceof Problem ? error.code : "internal";
}

/** Failure codes of what is nobody's fault but a provider's, an operator's or a service's: later it may succeed. */
export const outageCodes: ReadonlySet<string> = new Set([
  "provider_transient",
  "provider_rate",
  "provider_config",
  "provider_unavailable",
  "rate_limited",
  "not_configured",
]);

const baseSeconds = 5;
/** For an outage, which may last for hours. SQS hides a message for up to 12 hours: 13 waits are up to 23 hours together. */
const maxOutageDelaySeconds = 43_000;
/** For other failures: a message that fails for its own sake is a dead letter after about 20 minutes. */
const maxDelaySeconds = 120;
/** For waits that a provider asks for. */
const maxRequestedDelaySeconds = 900;

/**
 * Seconds until the next attempt: doubled each time, with jitter, and at least what the provider asked for. What no attempt can
 * mend is retried at once, so that it reaches the dead-letter queue soon. A busy one is retried when its claim expires, or earlier.
 * @param now epoch milliseconds
 */
export function getRetryDelay(error: unknown, attempt: number, now = Date.now(), random = Math.random): number {
  if (isHopeless(error)) return 1;
  const maxSeconds = outageCodes.has(getFailureCode(error)) ? maxOutageDelaySeconds : maxDelaySeconds;
  const delay = Math.min(baseSeconds * 2 ** attempt, maxSeconds) * (0.5 + random() / 2);
  const until = findBusyError(error)?.until;
  if (until !== undefined) return Math.ceil(Math.min(delay, Math.max(until - now, 0) / 1000 + 1 + 5 * random()));
  return Math.ceil(Math.max(delay, Math.min(getRequestedDelay(error) ?? 0, maxRequestedDelaySeconds)));
}

/** A delivery that cannot be parsed, or that the store never takes. */
const isHopeless = (error: unknown): boolean =>
  deliveryErrorCode(error, "invalid") !== undefined || (error instanceof Problem && error.code === "invalid_request");

function getRequestedDelay(error: unknown): number | undefined {
  const failure = findProviderError(error);
  if (failure !== undefined) return failure.retryAfterSeconds;
  return error instanceof Problem ? error.retryAfter : undefined;
}
