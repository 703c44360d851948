/** The outcomes of a failed flow, as front ends get them. */
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

/** Ends a flow with one of these outcomes. */
export class FlowError extends Error {
  readonly outcome: CallbackError;

  constructor(outcome: CallbackError, options?: ErrorOptions) {
    super(`flow ended: ${outcome}`, options);
    this.name = "FlowError";
    this.outcome = outcome;
  }
}
