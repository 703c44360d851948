// Clio's errors as ours: docs.developers.clio.com/clio-manage/api-reference, "Errors" and "Rate Limiting"
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";

/** Requests are counted by the minute. */
const windowSeconds = 60;

export function toClioFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  if (standard.kind === "rate") return { ...standard, retryAfterSeconds: standard.retryAfterSeconds ?? windowSeconds };
  if (standard.kind !== "scope") return standard;
  const detail = "Clio does not allow this: the app's permissions or the person's role in Clio are too narrow.";
  return { ...standard, problemOverrides: { detail } };
}
