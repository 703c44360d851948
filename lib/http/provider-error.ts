import { findInCauses } from "../errors.ts";

/**
 * What to do about a refusal or a silence of a provider.
 * `token` the access token is not accepted: refresh once, then retry · `reconnect` the grant is gone ·
 * `config` our own client is wrong: an operator's matter · `scope` a permission is missing · `rate` throttled ·
 * `transient` try later · `unknown` it may have been carried out, nobody said so · `permanent` the request itself is refused · `absent` what it names is not there
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

/** What a provider's code reads from an answer, to throw it as a {@link ProviderError}. */
export interface ProviderFailure {
  readonly kind: FailureKind;
  /** The provider's own error code, from a short list of characters; safe to log. */
  readonly code?: string | undefined;
  /** Seconds the provider asks us to wait. */
  readonly retryAfterSeconds?: number | undefined;
  readonly missingScopes?: readonly string[] | undefined;
  /** What its caller is told of it besides or instead, in our own words. */
  readonly told?: { readonly detail?: string; readonly members?: Readonly<Record<string, unknown>> } | undefined;
}

/** A call to a provider that failed. The provider's text is not in it; the fields are those of {@link ProviderFailure}. */
export class ProviderError extends Error implements ProviderFailure {
  readonly kind: FailureKind;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly missingScopes: readonly string[] | undefined;
  readonly told: ProviderFailure["told"];

  /** @param options `cause`: the error that this one replaces */
  constructor(failure: ProviderFailure, options?: ErrorOptions) {
    super(`provider failure: ${failure.kind}`, options);
    this.name = "ProviderError";
    this.kind = failure.kind;
    this.code = failure.code === undefined ? undefined : safeCode(failure.code);
    this.retryAfterSeconds = failure.retryAfterSeconds;
    this.missingScopes = failure.missingScopes;
    this.told = failure.told;
  }

  /**
   * Whether a request that changes something may have been carried out all the same: nobody answered, or the answer to a
   * success could not be read or was too large. What never left was not.
   */
  get isOutcomeUnknown(): boolean {
    if (this.kind === "transient") return this.code !== "unreachable";
    return this.kind === "unknown" || this.code === "answer_unexpected" || this.code === "answer_too_large";
  }
}

/** The provider's failure behind an error, also where it was wrapped; undefined where a `Problem` was made of it. */
export const findProviderError = (error: unknown): ProviderError | undefined => findInCauses(error, ProviderError);

/** A code is a word. A sentence in its place may quote the code or token that was sent, so nothing of it is kept. */
const safeCode = (code: string) => (/^[\w.:-]{1,64}$/.test(code) ? code : "not_a_code");
