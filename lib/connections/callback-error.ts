// Maps errors to the outcomes that front ends get. The set is closed: no text of a provider reaches a URL.
import { findInCauses, Problem } from "../errors.ts";
import { type FailureKind, findProviderError } from "../http/provider-error.ts";
import { count } from "../metrics.ts";
import { type CallbackError, FlowError } from "../oauth/flow-error.ts";

/** The outcome for an error. */
export function toCallbackError(error: unknown): CallbackError {
  const ended = findInCauses(error, FlowError);
  if (ended !== undefined) return ended.outcome;
  const failure = findProviderError(error);
  if (failure !== undefined) return isTransient(failure.kind) ? "provider_unavailable" : "provider_error";
  if (error instanceof Problem) return problemToCallbackError(error);
  return "internal";
}

const isTransient = (failure: FailureKind) => failure === "transient" || failure === "rate";

function problemToCallbackError({ code }: Problem): CallbackError {
  return code === "not_configured" || code === "provider_error" || code === "provider_unavailable" ? code : "internal";
}

const operatorFaults: ReadonlySet<string> = new Set<CallbackError>([
  "provider_error",
  "provider_unavailable",
  "not_configured",
  "internal",
]);

/** What an attacker would cause who guesses at states, or sends somebody their own callback. */
const suspicions: ReadonlySet<CallbackError> = new Set(["invalid_state", "wrong_browser"]);

/** Counts a flow that has ended: `success`, `confirm`, or how it failed. */
export const countFinishedFlow = (provider: string, outcome: CallbackError | "success" | "confirm"): void =>
  count("FlowFinished", { provider, outcome }, { FlowFailedPercent: operatorFaults.has(outcome) ? 100 : 0 });

/** Counts a failed flow. Failures that the user did not cause also count for the operator's alarm, and so do suspicious ones. */
export function countFailedFlow(provider: string, outcome: CallbackError): void {
  countFinishedFlow(provider, outcome);
  if (operatorFaults.has(outcome)) count("CallbackFailed", { provider, outcome });
  if (suspicions.has(outcome)) count("CallbackSuspicious", { provider, outcome });
}

/**
 * Errors by which the user, or the user's organization, does not give access. The operator can do nothing about them.
 * OpenID Connect Core 1.0 section 3.1.2.6; developers.google.com/identity/protocols/oauth2/web-server#authorization-errors
 */
const declinedErrors: ReadonlySet<string> = new Set([
  "access_denied",
  "interaction_required",
  "login_required",
  "consent_required",
  "account_selection_required",
  "admin_policy_enforced",
  "org_internal",
  "disallowed_useragent",
]);

/** What a provider's `error` parameter means (RFC 6749 section 4.1.2.1). */
export function parseAuthorizationError(error: string): CallbackError {
  if (declinedErrors.has(error)) return "access_denied";
  return error === "temporarily_unavailable" || error === "server_error" ? "provider_unavailable" : "provider_error";
}
