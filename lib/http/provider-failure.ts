// How a provider refused, in classes that say what to do about it.
import { Problem, restated } from "../errors.ts";

/**
 * `token` the access token is not accepted: refresh once, then retry · `reconnect` the grant is gone ·
 * `config` our own client is wrong: an operator's matter · `scope` a permission is missing · `rate` throttled ·
 * `transient` try later · `unknown` it may have been carried out, nobody said so · `permanent` the request itself is refused · `absent` what it names is not there
 */
export type FailureClass =
  | "token"
  | "reconnect"
  | "config"
  | "scope"
  | "rate"
  | "transient"
  | "unknown"
  | "permanent"
  | "absent";

export interface ProviderFailure {
  readonly class: FailureClass;
  /** The provider's own error code, from a short list of characters; safe to log. */
  readonly code?: string;
  /** Seconds the provider asks us to wait. */
  readonly retryAfter?: number;
  readonly missingScopes?: readonly string[];
  /** What its caller is told of it besides or instead, in our own words. */
  readonly told?: { readonly detail?: string; readonly members?: Readonly<Record<string, unknown>> };
}

const failures = new WeakMap<Error, ProviderFailure>();

/** An error to throw; the provider's text is not in it. */
export function failed(failure: ProviderFailure): Error {
  const error = new Error(`provider failure: ${failure.class}`);
  error.name = "ProviderFailure";
  failures.set(error, failure.code === undefined ? failure : { ...failure, code: safeCode(failure.code) });
  return error;
}

/** The failure that an error stands for. A timeout or a broken connection is transient. */
export function failureOf(error: unknown): ProviderFailure | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

/**
 * Runs what changes something at a provider: without an answer nobody knows whether it was done, and to send it again could do
 * it twice. What never left is not among that.
 */
export async function carriedOut<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || !leavesOpen(failure)) throw error;
    throw failed({ ...failure, class: "unknown" });
  }
}

/** A success that cannot be read, or is too large, says no more than silence does. */
const leavesOpen = ({ class: kind, code = "" }: ProviderFailure) =>
  kind === "transient" ? code !== "unreachable" : ["answer_unexpected", "answer_too_large"].includes(code);

/** A code is a word. A sentence in its place may quote the code or token that was sent, so nothing of it is kept. */
const safeCode = (code: string) => (/^[\w.:-]{1,64}$/.test(code) ? code : "not_a_code");

/** Longest wait that is passed on to a client, in seconds; Figma may ask for days. */
const longestWait = 24 * 3600;

/** The answer a client gets for a failure that it cannot help. */
export function problemOf(failure: ProviderFailure, providerName: string, members: object = {}): Problem {
  const usual = usualProblem(failure, providerName, members);
  const { told } = failure;
  if (told === undefined) return usual;
  return restated(usual, { ...told, members: { ...usual.members, ...told.members } });
}

function usualProblem(failure: ProviderFailure, providerName: string, members: object): Problem {
  switch (failure.class) {
    case "rate":
      return new Problem("rate_limited", {
        detail: `${providerName} is limiting requests. Try again later.`,
        retryAfter: Math.min(Math.max(failure.retryAfter ?? 60, 1), longestWait),
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
        retryAfter: Math.min(failure.retryAfter ?? 5, longestWait),
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
