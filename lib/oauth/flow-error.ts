/** How a flow can fail, as front ends are told. */
export type CallbackError =
  | "access_denied"
  | "invalid_state"
  | "expired"
  | "wrong_browser"
  | "provider_error"
  | "provider_unavailable"
  | "missing_scopes"
  | "account_mismatch"
  | "not_configured"
  | "internal";

/** Ends a flow with an outcome of the closed set. */
export class FlowError extends Error {
  /** What the front end is told. */
  readonly outcome: CallbackError;

  constructor(outcome: CallbackError, options?: ErrorOptions) {
    super(`flow ended: ${outcome}`, options);
    this.name = "FlowError";
    this.outcome = outcome;
  }
}
