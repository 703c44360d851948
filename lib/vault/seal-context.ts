/** What a sealed value may be used for; a role is granted purposes one by one. */
export type Purpose = "connection" | "pending" | "cache" | "delivery";

/** Where a sealed value belongs. All of it is authenticated: a value moved anywhere else does not open. */
export interface SealContext {
  readonly purpose: Purpose;
  readonly tenant: string;
  readonly user: string;
  readonly provider: string;
  readonly connection: string;
  /** Such as "accessToken": two fields of one row cannot be swapped either. */
  readonly field: string;
}
