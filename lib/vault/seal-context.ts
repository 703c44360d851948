/** What a sealed value is used for. IAM roles get access to each purpose separately. */
export type Purpose =
  | "connection"
  | "pending"
  | "cache"
  | "delivery"
  | "launch"
  | "connector"
  | "customer"
  | "hook"
  | "export"
  | "answer"
  | "deletion";

/** Where a sealed value belongs. All fields are authenticated, so a value that was moved elsewhere cannot be unsealed. */
export interface SealContext {
  readonly purpose: Purpose;
  readonly tenant: string;
  readonly user: string;
  readonly provider: string;
  readonly connection: string;
  /** Such as "accessToken". Two fields of one row cannot be swapped either. */
  readonly field: string;
}
