// Finds out which account an old row's tokens are for: from the row, or by asking the provider as a callback does.
import { findProviderError } from "../http/provider-error.ts";
import {
  type ClientCredentials,
  createTokenFetch,
  defaultHeaders,
  isNotConfigured,
  readClient,
  readClientId,
} from "../oauth/client.ts";
import type { Account, Provider, TokenResponse } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import type { OAuthState } from "../store/oauth-states.ts";
import { parseToken, readProviderAccount } from "./build-connection.ts";
import { ImportRefusalError } from "./import-outcome.ts";
import type { AccountImport, OldConnection } from "./old-connection.ts";

export interface ImportedAccount {
  readonly account: Account;
  readonly profile: Readonly<Record<string, unknown>> | undefined;
}

export interface AccountSearch {
  readonly provider: Provider;
  readonly reading: AccountImport;
  readonly old: OldConnection;
  readonly flow: Pick<OAuthState, "tenant" | "user" | "scopes" | "params" | "endpoints" | "integrationId">;
  /** Epoch seconds. */
  readonly now: number;
  readonly fetch: typeof globalThis.fetch;
}

/** @throws ImportRefusalError account_unknown, provider_refused, provider_unavailable */
export async function findImportedAccount(search: AccountSearch): Promise<ImportedAccount> {
  const { provider, reading, old } = search;
  const answer = { access_token: old.accessToken, ...reading.readTokenMembers?.(old) };
  const account = reading.readAccount?.(old);
  try {
    if (account !== undefined) return { account, profile: provider.readProfile?.(answer) };
    refuseExpired(search);
    return await askProvider(search, answer);
  } catch (error) {
    throw toRefusal(provider, error);
  }
}

function refuseExpired({ old, now }: AccountSearch): void {
  if (old.expiresAt !== undefined && old.expiresAt <= now) throw new ImportRefusalError("account_unknown");
}

async function askProvider(search: AccountSearch, answer: TokenResponse): Promise<ImportedAccount> {
  const { provider, reading, old, flow, fetch } = search;
  const located = locateProvider(provider, { ...flow, profile: provider.readProfile?.(answer) });
  const authorized = createTokenFetch(located, old.accessToken, fetch, { headers: defaultHeaders });
  const asked = await reading.askTokenMembers?.(old, { fetch: authorized, endpoints: located.endpoints });
  const token = parseToken(provider, { ...answer, ...asked });
  const client: ClientCredentials = await readClient(provider);
  const account = await readProviderAccount(located, token, { client, flow }, fetch);
  return { account, profile: provider.readProfile?.(token) };
}

function toRefusal(provider: Provider, error: unknown): unknown {
  if (error instanceof ImportRefusalError) return error;
  const failure = findProviderError(error);
  if (failure?.kind === "rate" || failure?.kind === "transient" || failure?.kind === "unknown")
    return new ImportRefusalError("provider_unavailable");
  if (failure?.code === "unexpected_token_answer") return new ImportRefusalError("account_unknown");
  if (failure !== undefined) return new ImportRefusalError("provider_refused", failure.code);
  if (isNotConfigured(error)) return new ImportRefusalError("not_configured", provider.displayName);
  return error;
}

/** @throws ImportRefusalError not_configured; client_differs for tokens of another client, which cannot be refreshed here */
export async function requireSameClient(provider: Provider, { clientId }: OldConnection): Promise<void> {
  const ours = await readClientId(provider).catch((error: unknown) => {
    throw toRefusal(provider, error);
  });
  if (clientId !== undefined && clientId !== ours) throw new ImportRefusalError("client_differs");
}
