// Makes a connection from a token response: the account, the scopes, the sealed tokens.
import { randomUUID } from "node:crypto";
import { ProviderError } from "../http/provider-error.ts";
import { type ClientCredentials, createProviderFetch, createTokenFetch, defaultHeaders } from "../oauth/client.ts";
import type { Account, Provider, TokenResponse } from "../oauth/definition.ts";
import type { CallbackError } from "../oauth/flow-error.ts";
import { locateProvider } from "../oauth/locate.ts";
import { type GrantedScopes, resolveGrantedScopes } from "../oauth/scopes.ts";
import { type Connection, connectionId } from "../store/connection.ts";
import { dueFields } from "../store/due-index.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import type { ConnectionKey } from "../store/owner.ts";
import type { Dependencies } from "./dependencies.ts";
import { sealTokenSets } from "./token-sets.ts";

/** What a flow ended with: the provider's token response, and what its tokens are sealed for. */
export interface GrantedTokens {
  readonly flow: Pick<OAuthState, "tenant" | "user" | "scopes" | "params" | "endpoints" | "integrationId">;
  readonly answer: TokenResponse;
  readonly purpose: "connection" | "pending";
  /** The client that the tokens were issued to. */
  readonly client: ClientCredentials;
}

/** @throws ProviderError when the account cannot be read */
export async function buildConnection(
  provider: Provider,
  granted: GrantedTokens,
  { now, fetch, vault }: Dependencies,
): Promise<Connection> {
  const { flow, answer, purpose } = granted;
  const token = parseToken(provider, answer);
  const sets = provider.tokenSets?.(token) ?? { default: token };
  const scopes = resolveGrantedScopes(flow.scopes, Object.values(sets), provider.coversScope);
  const profile = provider.readProfile?.(token);
  const located = locateProvider(provider, { ...flow, profile });
  const account = await readProviderAccount(located, token, granted, fetch);
  const identity = { tenant: flow.tenant, user: flow.user, provider: provider.id };
  const id = connectionId(identity, provider.id, account.id);
  const tokens = await sealTokenSets(vault, { ...identity, id }, sets, {
    purpose,
    now: now(),
    assumedLifetime: provider.assumedLifetime,
  });
  return assembleConnection(
    provider,
    {
      ...identity,
      id,
      account,
      profile,
      tokens,
      ...scopes,
      flow,
      status: purpose === "pending" ? "pending" : "active",
    },
    now(),
  );
}

/** An account with its sealed tokens, and what was asked for when it was connected. */
interface SealedAccount extends ConnectionKey, GrantedScopes, Pick<Connection, "status" | "tokens"> {
  readonly account: Account;
  /** What the token response tells of it, see `readProfile`. */
  readonly profile: Readonly<Record<string, unknown>> | undefined;
  readonly flow: Pick<OAuthState, "params" | "endpoints" | "integrationId">;
}

/** The row of a connection. @param now epoch seconds */
export function assembleConnection(provider: Provider, sealed: SealedAccount, now: number): Connection {
  const { account, profile, flow, ...rest } = sealed;
  const canLapse = Object.values(sealed.tokens).some((set) => set.refresh !== undefined);
  return {
    ...rest,
    accountId: account.id,
    accountName: account.name,
    username: account.username,
    profile: JSON.parse(JSON.stringify({ ...account.profile, ...profile })),
    params: flow.params,
    endpoints: flow.endpoints,
    // Connecting it again elsewhere leaves the name that it has.
    ...(flow.integrationId === undefined ? {} : { integrationId: flow.integrationId }),
    version: randomUUID(),
    connectedAt: now,
    shareGroup: provider.sharedGrant?.group,
    person: account.person,
    routes: account.routes === undefined ? undefined : [...account.routes],
    ...dueFields(sealed.id, canLapse ? provider.renewAfterDays : undefined, now),
  };
}

/** Why a grant must not become a connection: essential scopes are missing, or it is for another account than the flow's. */
export function findRefusal(provider: Provider, flow: OAuthState, granted: Connection): CallbackError | undefined {
  if (provider.essentialScopes?.some((scope) => !granted.scopes.includes(scope))) return "missing_scopes";
  return flow.account !== undefined && flow.account !== granted.id ? "account_mismatch" : undefined;
}

/** Shorter than elsewhere: after a slow token endpoint there must be time left to revoke the grant. */
const accountTimeoutMs = 5000;

type Token = TokenResponse & Record<string, unknown>;

/** The token response as the provider's schema reads it. @throws ProviderError permanent `unexpected_token_answer` */
export function parseToken(provider: Provider, answer: TokenResponse): Token {
  const parsed = provider.token().safeParse(answer);
  if (!parsed.success) throw new ProviderError({ kind: "permanent", code: "unexpected_token_answer" });
  return { ...answer, ...(parsed.data as object) };
}

/** Reads the account that a token is for. @throws ProviderError */
export function readProviderAccount(
  provider: Provider,
  token: Token,
  { client, flow }: Pick<GrantedTokens, "client" | "flow">,
  fetch: typeof globalThis.fetch,
): Promise<Account> {
  const limits = { deadlineMs: accountTimeoutMs };
  const fetchFromProvider = createProviderFetch(provider, fetch, limits);
  return provider.account(token, {
    endpoints: provider.endpoints,
    params: flow.params,
    fetch: createTokenFetch(provider, token.access_token, fetch, { ...limits, headers: defaultHeaders }),
    postAsClient: (url, form) =>
      fetchFromProvider(url, {
        method: "POST",
        headers: defaultHeaders,
        body: new URLSearchParams({ ...form, client_id: client.clientId, client_secret: client.clientSecret }),
      }),
  });
}
