// What follows from a failed provider call: whether a change may have taken effect, and the problem the client gets.
import { Problem, restateProblem } from "../errors.ts";
import { findProviderError, ProviderError, type ProviderFailure } from "./provider-error.ts";

/** Sends a change that must not be repeated blindly. @throws ProviderError `unknown` if it may have taken effect; other errors as they are */
export async function sendOnce<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const failure = findProviderError(error);
    if (!failure?.isOutcomeUnknown) throw error;
    throw new ProviderError({ ...failure, kind: "unknown" }, { cause: error });
  }
}

/** Upper bound of the `Retry-After` sent to a client; Figma can ask for days. */
const maxRetryAfterSeconds = 24 * 3600;

/** Turns a provider's failure into the client's problem. @param members such as `reconnectUrl`, for kinds where they help */
export function failureToProblem(failure: ProviderFailure, providerName: string, members: object = {}): Problem {
  const standard = standardProblem(failure, providerName, members);
  const cause = failure instanceof ProviderError ? { cause: failure } : {};
  return restateProblem(standard, {
    ...failure.problemOverrides,
    members: { ...standard.members, ...failure.problemOverrides?.members },
    ...cause,
  });
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
