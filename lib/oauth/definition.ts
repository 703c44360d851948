// A provider as data, with hooks only for what data cannot express. The engine reads this and names no provider.
import type * as z from "zod";
import type { FailureKind } from "../http/provider-error.ts";
import type { TokenSetName } from "../store/connection.ts";
import type { SigningAlgorithm } from "./public-jwk.ts";

/**
 * Addresses, as templates: `https://{shop}/admin` has its variable filled from the parameters of a flow and from what is known of
 * the account (`locateProvider`).
 */
export interface Endpoints {
  readonly authorize: string;
  readonly token: string;
  /** Where it differs from `token`. */
  readonly refresh?: string;
  readonly revoke?: string;
  readonly userinfo?: string;
  /** Base of the data API. */
  readonly api: string;
}

/** A standard token response (RFC 6749 section 5.1) and what the provider adds to it. */
export interface TokenResponse {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  readonly expires_in?: number | undefined;
  readonly scope?: string | undefined;
  readonly [field: string]: unknown;
}

export interface Account {
  /** The provider's own, stable id of the account. */
  readonly id: string;
  readonly name: string;
  readonly username?: string;
  /** Id of the person who consented, where an account (such as a workspace) has several people. */
  readonly person?: string;
  /** Event routes besides its id: other names that events carry for it, such as a mailbox's address. */
  readonly routes?: readonly string[];
  /** Facts about the account that endpoints need later. */
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** A `fetch` that sends the access token along. @throws ProviderError */
export type AuthorizedFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** What an account is read with. */
export interface AccountReader {
  readonly endpoints: Endpoints;
  readonly params: Readonly<Record<string, string>>;
  readonly fetch: AuthorizedFetch;
  /** Posts a form with the client's id and secret, and without the access token. @throws ProviderError */
  readonly postAsClient: (url: string, form: Readonly<Record<string, string>>) => Promise<Response>;
}

/** What a callback is checked with beyond `state` and `iss`. */
export interface CallbackCheck {
  readonly clientSecret: string;
  readonly params: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly now: number;
}

export interface RevokeContext {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** HTTP Basic, id and secret in the form, or an assertion that is signed with our key. */
type ClientAuth = "basic" | "body" | "private-key-jwt";

export interface Provider<Token extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly category:
    | "design"
    | "messaging"
    | "development"
    | "mail"
    | "calendar"
    | "crm"
    | "health"
    | "commerce"
    | "legal";
  readonly endpoints: Endpoints;
  /** The `iss` of its callbacks (RFC 9207), when it sends one. */
  readonly issuer?: string;
  /** Refuse callbacks without `iss`. */
  readonly requireIss?: boolean;
  /** Redirect URI of a front end that receives the callback itself and posts it to us. */
  readonly frontEndRedirect?: string;
  /**
   * Whose tokens /api/v2 uses when a connection has a person's and a bot's. Default: the person's. `tenant-bot`: the person's, and
   * for those without a connection the bot's of the one that an administrator has marked for the tenant.
   */
  readonly v2Speaks?: "person" | "bot" | "tenant-bot";
  readonly scopes: readonly string[];
  /** Scopes of the person, where a provider has separate scopes for the bot and the person. */
  readonly userScopes?: readonly string[];
  /** Required scopes: a consent without one of them is refused. */
  readonly essentialScopes?: readonly string[];
  readonly scopeSeparator: " " | ",";
  /** Whether the granted scopes cover one that was asked for, where a provider writes the same right in several ways. */
  readonly coversScope?: (granted: readonly string[], wanted: string) => boolean;
  /** What an account is, where it is not a person's: a workspace is also shown under the names that teams have in lists. */
  readonly accountKind?: "workspace";
  /** Old scope names that callers may still send, with the scopes they stand for. */
  readonly scopeAliases?: Readonly<Record<string, readonly string[]>>;
  readonly pkce: boolean;
  /** What is different once the stage switches PKCE on, where it is off by default. */
  readonly withPkce?: { readonly renewAfterDays: number };
  readonly clientAuth: ClientAuth;
  /** Of the assertions of `private-key-jwt`; RS384 unless given. */
  readonly signingAlgorithm?: SigningAlgorithm;
  /** Our client's id, where it is not the one that is stored for the provider. */
  readonly clientId?: string;
  /** Set where systems get tokens without a person (RFC 6749 section 4.4); with what is different from people's. */
  readonly clientCredentials?: {
    readonly scopes?: readonly string[];
    readonly clientAuth?: ClientAuth;
    readonly clientId?: string;
  };
  /** The header that carries an access token, where it is not `Authorization: Bearer`. */
  readonly tokenHeader?: string;
  /** What it takes beside the code when a code is redeemed. */
  readonly tokenParameters?: Readonly<Record<string, string>>;
  readonly authorizeParameters?: Readonly<Record<string, string>>;
  /** What it needs in the authorization request besides, by the flow. */
  readonly authorizeParametersFor?: (
    flow: Pick<AccountReader, "endpoints" | "params">,
  ) => Readonly<Record<string, string>>;
  /** Parameters that starting a flow takes, such as a shop's name. Those without a default are required. */
  readonly params: readonly string[];
  readonly paramDefaults?: Readonly<Record<string, string>>;
  /** Returns a parameter's value as it is used, or undefined for one that is not allowed. */
  readonly parseParam?: (name: string, value: string) => string | undefined;
  /** Set by `locateProvider`: hosts are chosen by users, so the address that is connected to is checked. */
  readonly hasChosenHosts?: boolean;
  /**
   * Finds endpoints when a flow begins, such as by a discovery document. They are kept with the flow and its connection.
   * @throws ProviderError, Problem
   */
  readonly discover?: (
    flow: Pick<AccountReader, "endpoints" | "params">,
    fetch: (url: string, init?: RequestInit) => Promise<Response>,
  ) => Promise<Partial<Endpoints>>;
  /** Whether a callback is authentic, where the provider signs it. @param query as it stands in the URL */
  readonly verifyCallback?: (query: URLSearchParams, check: CallbackCheck) => boolean;
  /**
   * Whether a refresh token may be good for one use, always or where the provider's app or server is set so. Two who redeem it end the
   * grant (RFC 9700 section 4.14.2).
   */
  readonly rotatesRefreshTokens?: true;
  /** Days after which an unused refresh token is renewed. Absent when refresh tokens do not expire. */
  readonly renewAfterDays?: number;
  /** Lifetime in seconds when the token response has none. Absent: the token is valid until it is revoked. */
  readonly assumedLifetime?: number;
  /** Connections of the same account across this group share one grant at the provider: revoking it ends them all. */
  readonly sharedGrant?: { readonly group: string; readonly tokenSets: readonly TokenSetName[] };
  /** Error codes of its token endpoint beyond RFC 6749 section 5.2. */
  readonly errors?: Readonly<Record<string, FailureKind>>;
  /** Schema of what it adds to a standard token response. A function, so that a cold start does not build it. */
  readonly token: () => Token;
  /** Converts a non-standard token response into a standard one, before it is checked. */
  readonly standardize?: (answer: Record<string, unknown>) => Record<string, unknown>;
  /** The token sets of a token response. Default: one set called `default`. */
  readonly tokenSets?: (
    token: z.output<Token> & TokenResponse,
  ) => Readonly<Partial<Record<TokenSetName, TokenResponse>>>;
  /**
   * Facts that a token response tells about the account, such as its host: read when it is connected and at each refresh, and kept
   * in the profile. @throws ProviderError for one that is not allowed
   */
  readonly readProfile?: (token: z.output<Token> & TokenResponse) => Readonly<Record<string, unknown>>;
  readonly account: (token: z.output<Token> & TokenResponse, reader: AccountReader) => Promise<Account>;
  /**
   * Revokes the grant of an access token. `dead`: the provider says that this token does not work any more, which does not mean
   * that its refresh token is dead too.
   * Default: RFC 7009 with the refresh token (or else the access token), if there is a revocation endpoint.
   */
  readonly revoke?: (context: RevokeContext) => Promise<"revoked" | "dead">;
  /**
   * Asks whether an access token works, before an event ends a connection: what an event says may have been true long ago.
   * @throws ProviderError when the answer does not tell
   */
  readonly acceptsToken?: (fetch: AuthorizedFetch, endpoints: Endpoints) => Promise<boolean>;
}

/** Returns the provider unchanged; its type gives the hooks the type of the token schema. */
export function defineProvider<Token extends z.ZodType>(provider: Provider<Token>): Provider<Token> {
  return provider;
}
