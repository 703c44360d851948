// Google's errors as ours; its APIs share one shape.
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";
import { parseLenient } from "../../parse-lenient.ts";

const errorEntry = () => z.object({ reason: z.string(), location: z.string().optional() });
const errorBody = () => z.object({ error: z.object({ errors: z.array(errorEntry()).optional() }) });

/** Google's machine-readable reasons for an error; empty if it gives none. */
export const readGoogleReasons = ({ body }: ErrorResponse) => parseLenient(errorBody(), body)?.data.error.errors ?? [];

const rateLimitReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"]);

/** Google answers 403 for rate limits too; the reason tells them from missing permissions (developers.google.com/gmail/api/guides/handle-errors). */
export function toGoogleFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  if (refusal.status !== 403) return standard;
  const reasons = readGoogleReasons(refusal);
  if (reasons.some(({ reason }) => rateLimitReasons.has(reason))) return { ...standard, kind: "rate" };
  return reasons.some(({ reason }) => reason === "accessNotConfigured")
    ? { kind: "config", code: "accessNotConfigured" }
    : standard;
}
