// Salesforce's errors as ours: developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
import * as z from "zod";
import type { FailureKind, ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";

const errorBody = () => z.array(z.object({ errorCode: z.string() })).min(1);

const kindByCode: ReadonlyMap<string, FailureKind> = new Map(
  Object.entries({
    INVALID_SESSION_ID: "token",
    INSUFFICIENT_ACCESS: "scope",
    INSUFFICIENT_ACCESS_OR_READONLY: "scope",
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: "scope",
    API_DISABLED_FOR_ORG: "scope",
    API_CURRENTLY_DISABLED: "scope",
    // An object or a field that the person may not see is answered like one that does not exist.
    INVALID_TYPE: "scope",
    INVALID_FIELD: "scope",
    REQUEST_LIMIT_EXCEEDED: "rate",
    SERVER_UNAVAILABLE: "transient",
    UNABLE_TO_LOCK_ROW: "transient",
    UNKNOWN_EXCEPTION: "transient",
  } satisfies Record<string, FailureKind>),
);

/** The organization's requests of the last 24 hours count, and there is no Retry-After: what is asked later may be answered. */
const requestLimitPauseSeconds = 900;

/** The failure by Salesforce's own code, and by the status where it has none: the identity service answers in plain text. */
export function toSalesforceFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  const code = errorBody().safeParse(refusal.body).data?.[0]?.errorCode;
  const kind = kindByCode.get(code ?? "");
  if (code === undefined || kind === undefined) return { ...standard, code: code ?? standard.code };
  return { ...standard, kind, code, ...(kind === "rate" ? withPause(standard) : {}) };
}

const withPause = ({ retryAfterSeconds = requestLimitPauseSeconds }: ProviderFailure) => ({ retryAfterSeconds });
