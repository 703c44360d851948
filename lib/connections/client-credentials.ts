// A connection that belongs to a tenant itself, by the client credentials grant (RFC 6749 section 4.4): nobody consents.
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { failureToProblem } from "../http/provider-problem.ts";
import { count } from "../metrics.ts";
import { readClient } from "../oauth/client.ts";
import { toSystemProvider } from "../oauth/client-auth.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider, readFlowParams } from "../oauth/locate.ts";
import { requestClientToken } from "../oauth/token-endpoint.ts";
import type { Actor } from "../store/audit.ts";
import type { Connection } from "../store/connection.ts";
import type { NamedTenant } from "../store/named-tenant.ts";
import { tenantOwner } from "../store/owner.ts";
import { buildConnection } from "./build-connection.ts";
import { countStart } from "./count-started-flow.ts";
import { type Dependencies, defaultDependencies as defaults } from "./dependencies.ts";
import { discoverEndpoints } from "./discover-endpoints.ts";
import { saveNamed } from "./integrations.ts";

export interface TenantConnection {
  readonly tenant: NamedTenant;
  readonly integrationId: string;
  readonly scopes?: readonly string[] | undefined;
  /** As `readTenantParams` returned them. */
  readonly params: Readonly<Record<string, string>>;
  readonly actor: Actor;
}

/**
 * The checked parameters of a tenant's connection, whose values are the hosts that must be the tenant's.
 * @throws Problem invalid_request for a provider without this grant, and as `readFlowParams`
 */
export const readTenantParams = (provider: Provider, given?: Readonly<Record<string, string>>) =>
  readFlowParams(requireSystemProvider(provider), given);

function requireSystemProvider(provider: Provider): Provider {
  const found = toSystemProvider(provider);
  if (found !== undefined) return found;
  const detail = `provider: ${provider.displayName} has no client credentials grant here; connect it with a person's consent`;
  throw new Problem("invalid_request", { detail, members: { field: "provider" } });
}

/**
 * Gets a token for the client itself and stores it as the tenant's connection. The token is renewed by asking again.
 * @throws Problem for every ProviderError; not_configured
 */
export async function connectTenant(
  known: Provider,
  wanted: TenantConnection,
  dependencies: Dependencies = defaults(),
): Promise<Connection> {
  const { tenant, params, integrationId } = wanted;
  const endpoints = await discoverEndpoints(known, params);
  const provider = locateProvider(requireSystemProvider(known), { params, endpoints });
  const scopes = [...(wanted.scopes ?? provider.scopes)];
  const flow = { ...tenantOwner(tenant.id, tenant.entry), scopes, params, endpoints, integrationId };
  try {
    countStart(flow.tenant, provider.id);
    const client = await readClient(provider);
    const answer = await requestClientToken(provider, client, scopes, dependencies.fetch);
    const granted = { flow, answer, purpose: "connection", client } as const;
    const built = await buildConnection(provider, granted, dependencies);
    const connection: Connection = { ...built, grantType: "client_credentials", clientScopes: scopes };
    await saveNamed(connection, wanted.actor);
    count("Connected", { provider: provider.id });
    return connection;
  } catch (error) {
    const failure = findProviderError(error);
    if (failure === undefined) throw error;
    if (failure.kind === "config") count("OAuthClientRejected", { provider: provider.id });
    throw failureToProblem(failure, provider.displayName, {});
  }
}
