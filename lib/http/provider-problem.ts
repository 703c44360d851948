// What follows from a provider's failure: for a change, whether it was done; for a client, which answer it gets.
import { Problem, restateProblem } from "../errors.ts";
import { findProviderError, ProviderError, type ProviderFailure } from "./provider-error.ts";

/**
 * Runs what changes something at a provider: without an answer nobody knows whether it was done, and to send it again could do
 * it twice. What never left is not among that.
 * @throws ProviderError `unknown` for such a failure, every other error as it is
 */
export async function sendOnce<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const failure = findProviderError(error);
    if (!failure?.isOutcomeUnknown) throw error;
    throw new ProviderError({ ...failure, kind: "unknown" }, { cause: error });
  }
}

/** Longest wait that is passed on to a client, in seconds; Figma may ask for days. */
const maxRetryAfterSeconds = 24 * 3600;

/** The answer a client gets for a failure that it cannot help. */
export function failureToProblem(failure: ProviderFailure, providerName: string, members: object = {}): Problem {
  const usual = standardProblem(failure, providerName, members);
  const cause = failure instanceof ProviderError ? { cause: failure } : {};
  return restateProblem(usual, { ...failure.told, members: { ...usual.members, ...failure.told?.members }, ...cause });
}

function standardProblem(failure: ProviderFailure, providerName: string, members: object): Problem {
  switch (failure.kind) {
    case "rate":
      return new Problem("rate_limited", {
        detail: `${providerName} is limiting requests. Try again later.`,
        retryAfter: Math.min(Math.max(failure.retryAfterSeconds ?? 60, 1), maxRetryAfterSeconds),
      });
    case "scope":
      return new Problem("insufficient_permissions", {
        members: { missingScopes: failure.missingScopes ?? [], ...members },
      });
    case "absent":
      return new Problem("not_found", {
        detail: `${providerName} has nothing under this name, or does not show it to you.`,
      });
    case "transient":
      return new Problem("provider_unavailable", {
        detail: `${providerName} did not answer. Try again in a moment.`,
        retryAfter: Math.min(failure.retryAfterSeconds ?? 5, maxRetryAfterSeconds),
      });
    case "unknown":
      return new Problem("outcome_unknown", {
        detail: `${providerName} did not say whether it was done. Look there before you try again.`,
      });
    case "token":
    case "reconnect":
      return new Problem("reconnect_required", { members: { ...members } });
    case "config":
    case "permanent":
      return new Problem("provider_error", { detail: `${providerName} refused the request.` });
  }
}
