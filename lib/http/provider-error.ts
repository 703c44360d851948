import { findInCauses } from "../errors.ts";

/**
 * How a call to a provider failed, by what to do about it.
 * `token` the access token is not accepted: refresh once, then retry · `reconnect` the grant is gone ·
 * `config` our OAuth client is wrong: an operator must act · `scope` a permission is missing · `rate` throttled ·
 * `transient` try later · `unknown` a change may or may not have taken effect · `permanent` the request itself is refused ·
 * `absent` the resource does not exist
 */
export type FailureKind =
  | "token"
  | "reconnect"
  | "config"
  | "scope"
  | "rate"
  | "transient"
  | "unknown"
  | "permanent"
  | "absent";

/** What a provider's `errors.ts` reads from an error response, thrown as a {@link ProviderError}. */
export interface ProviderFailure {
  readonly kind: FailureKind;
  /** The provider's own error code; safe to log, since only a short list of characters is allowed. */
  readonly code?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly missingScopes?: readonly string[] | undefined;
  /** Overrides the detail and adds members in the response to the client. Never a provider's own text. */
  readonly problemOverrides?:
    | { readonly detail?: string; readonly members?: Readonly<Record<string, unknown>> }
    | undefined;
}

/** A failed call to a provider. It never contains the provider's own message. */
export class ProviderError extends Error implements ProviderFailure {
  readonly kind: FailureKind;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly missingScopes: readonly string[] | undefined;
  readonly problemOverrides: ProviderFailure["problemOverrides"];

  constructor(failure: ProviderFailure, options?: ErrorOptions) {
    super(`provider failure: ${failure.kind}`, options);
    this.name = "ProviderError";
    this.kind = failure.kind;
    this.code = failure.code === undefined ? undefined : safeCode(failure.code);
    this.retryAfterSeconds = failure.retryAfterSeconds;
    this.missingScopes = failure.missingScopes;
    this.problemOverrides = failure.problemOverrides;
  }

  /** Whether a change may have taken effect: there was no response, or an unreadable or too large one. False if nothing was sent. */
  get isOutcomeUnknown(): boolean {
    if (this.kind === "transient") return this.code !== "unreachable";
    return this.kind === "unknown" || this.code === "answer_unexpected" || this.code === "answer_too_large";
  }
}

/** Finds the provider's failure among an error and its causes; undefined if it was already turned into a `Problem`. */
export const findProviderError = (error: unknown): ProviderError | undefined => findInCauses(error, ProviderError);

/** Replaces anything that is not a single word: a sentence could quote an authorization code or token. */
const safeCode = (code: string) => (/^[\w.:-]{1,64}$/.test(code) ? code : "not_a_code");
