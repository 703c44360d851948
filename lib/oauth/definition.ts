// What a provider is, as data; a named hook only where data cannot say it. The engine reads this and names no provider.
import type * as z from "zod";
import type { FailureKind } from "../http/provider-error.ts";
import type { TokenSetName } from "../store/connection.ts";

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

/** A standard token answer (RFC 6749 section 5.1) with whatever the provider adds. */
export interface TokenAnswer {
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
  /** Whose the tokens are that are not the account's own, where an account has several people. */
  readonly person?: string;
  /** Names besides its id under which the provider's events arrive for it, such as a mailbox's address. */
  readonly routes?: readonly string[];
  /** Facts about the account that its endpoints need later. */
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** Calls a provider with the access token of the connection at hand. @throws ProviderError */
export type AuthorizedFetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface RevokeContext {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

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
  /** The `iss` its callbacks carry (RFC 9207), where it is known to send one. */
  readonly issuer?: string;
  /** Refuse callbacks without `iss`. */
  readonly requireIss?: boolean;
  /** Where a front end that catches the redirect itself is told to receive it. */
  readonly frontEndRedirect?: string;
  /** Who speaks on /api/v2 where a connection holds a person's tokens and a bot's; the person unless said otherwise. */
  readonly v2Speaks?: "person" | "bot";
  readonly scopes: readonly string[];
  /** Scopes of the person, where a provider asks for a bot's and a person's apart. */
  readonly userScopes?: readonly string[];
  /** Without these a connection is of no use: consent that leaves one out is refused. */
  readonly essentialScopes?: readonly string[];
  readonly scopeSeparator: " " | ",";
  /** Names from earlier systems that callers may still send. */
  readonly scopeAliases?: Readonly<Record<string, readonly string[]>>;
  readonly pkce: boolean;
  readonly clientAuth: "basic" | "body";
  readonly authorizeParameters?: Readonly<Record<string, string>>;
  /** What a connection needs to know before it can begin, such as a shop's name. */
  readonly params: readonly string[];
  /** Days after which an unused refresh token is renewed; absent where none lapses. */
  readonly renewAfterDays?: number;
  /** Lifetime to assume, in seconds, when the answer names none; absent: the token lives until it is revoked. */
  readonly assumedLifetime?: number;
  /** Connections of one account share a grant at the provider across this group; revoking it would end them all. */
  readonly sharedGrant?: { readonly group: string; readonly tokenSets: readonly TokenSetName[] };
  /** Error codes of its token endpoint beyond RFC 6749 section 5.2. */
  readonly errors?: Readonly<Record<string, FailureKind>>;
  /** What this provider adds to a standard token answer. Built when it is needed: a definition is part of every cold start. */
  readonly token: () => Token;
  /** Makes an odd token answer standard, before any check. */
  readonly standardize?: (answer: Record<string, unknown>) => Record<string, unknown>;
  /** Which tokens an answer holds; one set called `default` unless said otherwise. */
  readonly tokenSets?: (token: z.output<Token> & TokenAnswer) => Readonly<Partial<Record<TokenSetName, TokenAnswer>>>;
  readonly account: (
    token: z.output<Token> & TokenAnswer,
    fetch: AuthorizedFetch,
    endpoints: Endpoints,
  ) => Promise<Account>;
  /** RFC 7009 with the refresh token (else the access token) when there is a revoke endpoint and no hook. */
  readonly revoke?: (context: RevokeContext) => Promise<void>;
}

/** An identity function whose type carries the token schema into the hooks. */
export function defineProvider<Token extends z.ZodType>(provider: Provider<Token>): Provider<Token> {
  return provider;
}
