// Tells outages from refusals. An outage is retried, and cached keys stay in use; a refusal takes effect immediately.
import { Problem } from "../errors.ts";

const outages = new Set([
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "KMSInternalException",
  "DependencyTimeoutException",
  "KeyUnavailableException",
  "InternalServerError",
  "TimeoutError",
  "AbortError",
]);
const brokenConnections = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
// Listed although everything else is a refusal too: their status code must not make them an outage.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors
const refusals = new Set([
  "AccessDeniedException",
  "DisabledException",
  "KMSInvalidStateException",
  "NotFoundException",
  "InvalidCiphertextException",
  "IncorrectKeyException",
  "InvalidKeyUsageException",
]);

/**
 * Whether a retry can help: throttling, 5xx, a timeout, a broken connection. Everything else is a refusal.
 * For a problem of the store, its cause decides.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof Problem) return isOutage(error.cause);
  if (!(error instanceof Error) || refusals.has(error.name)) return false;
  if (outages.has(error.name)) return true;
  if ("code" in error && brokenConnections.has(String(error.code))) return true;
  const status = httpStatus(error);
  return status === 429 || status >= 500;
}

function httpStatus(error: Error): number {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || !error.$metadata) return 0;
  return "httpStatusCode" in error.$metadata ? Number(error.$metadata.httpStatusCode) : 0;
}
