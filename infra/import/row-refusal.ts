/** Why a row is refused before it is known what connection it is. */
export type RowReason =
  | "account_of_system"
  | "date_unreadable"
  | "duplicate"
  | "encrypted_twice"
  | "inactive"
  | "no_provider"
  | "no_tenant"
  | "no_token"
  | "no_user"
  | "not_a_token"
  | "not_decrypted"
  | "number_inexact"
  | "owner_too_long"
  | "unknown_provider"
  | "unreadable"
  | "unusual_form";

/** Refuses one row. It never holds anything of the row's tokens. */
export class RowRefusal extends Error {
  readonly reason: RowReason;
  readonly detail: string | undefined;

  /** @param detail a column's name or the like, for the report */
  constructor(reason: RowReason, detail?: string) {
    super(`row refused: ${reason}`);
    this.name = "RowRefusal";
    this.reason = reason;
    this.detail = detail;
  }
}
