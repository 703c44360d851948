// A connection as a row of another system says it, and what a provider can read from one.
import type { Account, AccountReader } from "../oauth/definition.ts";
import type { TokenSetName } from "../store/connection.ts";
import type { Owner } from "../store/owner.ts";
import type { ProviderPreferences } from "../store/settings.ts";

/** Times are epoch seconds. Tokens are in plain text, so it is never logged or shown. */
export interface OldConnection {
  readonly owner: Owner;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly expiresAt: number | undefined;
  /** Empty where the row does not say. */
  readonly scopes: readonly string[];
  readonly account: OldAccount;
  readonly params: Readonly<Record<string, string>>;
  /** The OAuth client that the tokens were issued to. */
  readonly clientId: string | undefined;
  readonly integrationId: string | undefined;
  readonly settings: Partial<ProviderPreferences> | undefined;
  /** Whose token it is where a provider has both and the token does not show it. */
  readonly speaksAs: "person" | "bot";
  readonly connectedAt: number | undefined;
  /** When the tokens were issued, or the row last written. */
  readonly updatedAt: number | undefined;
  readonly lastUsed: number | undefined;
}

/** What a row says of the provider's account. */
export interface OldAccount {
  /** The provider's id of the person. */
  readonly userId?: string | undefined;
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  /** The provider's id of what the account belongs to: a workspace, a portal, an organization, a shop. */
  readonly accountId?: string | undefined;
  readonly accountName?: string | undefined;
  readonly botUserId?: string | undefined;
  /** Where the account's data is, such as Salesforce's `instance_url`. */
  readonly instanceUrl?: string | undefined;
  /** Of an EHR's launch. */
  readonly patient?: string | undefined;
}

/** How a provider's account is told by an old row. Without it, the provider is asked as after a callback. */
export interface AccountImport {
  /** The account that its `account` would find. Undefined where the row does not say enough. */
  readonly readAccount?: (old: OldConnection) => Account | undefined;
  /** What its token response has beside the tokens, as far as the row says it. */
  readonly readTokenMembers?: (old: OldConnection) => Readonly<Record<string, unknown>>;
  /** The same by asking the provider, where its `account` reads it from the response. */
  readonly askTokenMembers?: (
    old: OldConnection,
    reader: Pick<AccountReader, "fetch" | "endpoints">,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** The set that the tokens belong to. Default: `default`. */
  readonly chooseTokenSet?: (old: OldConnection) => TokenSetName;
  /** The flow's parameters, where they follow from other columns. Those of the row come first. */
  readonly readParams?: (old: OldConnection) => Readonly<Record<string, string>>;
}
