/**
 * Why a row of another system is not imported. A refused row can be imported once the reason is gone; `newer`, `present` and `ended`
 * are settled.
 */
export type ImportRefusal =
  | "account_unknown"
  | "being_refreshed"
  | "client_differs"
  | "deleted"
  | "endpoints_unknown"
  | "expired"
  | "not_configured"
  | "params_refused"
  | "provider_refused"
  | "provider_unavailable"
  | "rotating";

export type ImportOutcome =
  /** Written, or in a dry run to be written. */
  | { readonly result: "imported" }
  /** The same tokens are there already. */
  | { readonly result: "present" }
  /** The account was connected or imported here later, or its caller's name means another account by now. */
  | { readonly result: "newer" }
  /** It was here, and somebody has disconnected it. */
  | { readonly result: "ended" }
  | { readonly result: "refused"; readonly reason: ImportRefusal; readonly detail?: string };

/** Ends the import of one row. */
export class ImportRefusalError extends Error {
  readonly reason: ImportRefusal;
  /** Our own words, never a token or a provider's text. */
  readonly detail: string | undefined;

  constructor(reason: ImportRefusal, detail?: string) {
    super(`not imported: ${reason}`);
    this.name = "ImportRefusalError";
    this.reason = reason;
    this.detail = detail;
  }
}
