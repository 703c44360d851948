// HubSpot's errors as ours: developers.hubspot.com/docs/api-reference/error-handling and /docs/developer-tooling/platform/usage-guidelines
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";

const errorBody = () =>
  z.object({
    category: z.string().optional().catch(undefined),
    policyName: z.string().optional().catch(undefined),
    context: z
      .object({ requiredGranularScopes: z.array(z.string()).optional() })
      .optional()
      .catch(undefined),
  });

/**
 * Seconds to wait by the limit that was reached: a tenth of a minute's worth of requests, or those of a day. The day ends at
 * midnight of the portal's time zone, which the answer does not name.
 */
const pauseByPolicy: ReadonlyMap<string, number> = new Map([
  ["SECONDLY", 1],
  ["TEN_SECONDLY_ROLLING", 10],
  ["DAILY", 3600],
]);

/** 423: the record is locked; 477: the portal moves to another data centre, for up to a day. */
const outageStatuses: readonly number[] = [423, 477];

export function toHubspotFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  const { category, policyName = "", context } = errorBody().safeParse(refusal.body).data ?? {};
  if (outageStatuses.includes(refusal.status)) return { ...standard, kind: "transient" };
  if (refusal.status === 429) {
    const retryAfterSeconds = standard.retryAfterSeconds ?? pauseByPolicy.get(policyName) ?? 10;
    return { ...standard, code: policyName || standard.code, retryAfterSeconds };
  }
  if (refusal.status !== 401 && refusal.status !== 403) return standard;
  const missingScopes = context?.requiredGranularScopes?.filter((scope) => /^[a-z][\w.-]{1,63}$/.test(scope)) ?? [];
  return {
    ...standard,
    code: category ?? standard.code,
    ...(missingScopes.length > 0 ? { missingScopes } : {}),
  };
}
