// Calls a provider for a connector: with the connection's token, or with an API key where the provider takes one.
import { assertUsable, withConnectionToken } from "../connections/access-token.ts";
import type { Dependencies } from "../connections/dependencies.ts";
import { buildConnectUrl } from "../connections/reconnect-url.ts";
import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { failureToProblem } from "../http/provider-problem.ts";
import { createTokenFetch } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";
import type { Actor } from "../store/audit.ts";
import type { ConnectedConnector } from "../store/customer-lookup.ts";
import type { Owner } from "../store/owner.ts";
import { readApiKey } from "../store/secrets.ts";
import { apiKeySealContext } from "./api-key-seal-context.ts";
import type { CrmCall } from "./port.ts";
import type { CrmSystem } from "./systems.ts";

export interface ConnectorAccess extends ConnectedConnector {
  readonly system: CrmSystem;
  /** The tenant itself. */
  readonly owner: Owner;
  readonly actor: Actor;
  readonly isWanted?: CrmCall["isWanted"];
}

export interface AccessDependencies extends Dependencies {
  /** For the provider's data; `fetch` is for tokens. */
  readonly fetchData: typeof fetch;
}

/**
 * Calls the provider of a connector. A connection that works goes first, then the connector's own API key, then the operator's where the
 * operator has bound the tenant: they open an account that is not the tenant's.
 * @throws Problem reconnect_required with a URL where there is nothing to call with, and for every ProviderError
 */
export async function withConnectorAccess<T>(
  access: ConnectorAccess,
  work: (call: CrmCall) => Promise<T>,
  dependencies: AccessDependencies,
): Promise<T> {
  const { connection, connector, system, owner, actor } = access;
  const { provider } = system;
  const callWith = (token: string, located: Provider) => work(createCall(access, { token, located }, dependencies));
  if (connection?.status === "active")
    return withConnectionToken(
      connection,
      { provider, owner: { tenant: connection.tenant, user: connection.user }, actor },
      (token, current) => callWith(token, locateProvider(provider, current)),
      dependencies,
    );
  const own =
    connector.apiKey &&
    (await dependencies.vault.unseal(connector.apiKey, apiKeySealContext(owner, connector.provider)));
  if (own === undefined && connection !== undefined) assertUsable(provider, connection);
  const key = own ?? (connector.isBound ? await readOperatorKey(system) : undefined);
  if (key === undefined) throw connectFirstProblem(provider);
  const params = system.crm.toParams(new URL(connector.baseUrl)) ?? {};
  return callWith(key, locateProvider(provider, { params })).catch((error: unknown) => {
    throw toKeyProblem(provider, error);
  });
}

function createCall(
  { isWanted = () => false }: ConnectorAccess,
  { token, located }: { token: string; located: Provider },
  { fetchData }: AccessDependencies,
): CrmCall {
  return { endpoints: located.endpoints, isWanted, fetch: createTokenFetch(located, token, fetchData) };
}

/** The first of the operator's API keys that is stored. */
async function readOperatorKey({ crm: { operatorKeys = [] } }: CrmSystem): Promise<string | undefined> {
  for (const name of operatorKeys) {
    const key = await readApiKey(name);
    if (key !== undefined) return key;
  }
  return undefined;
}

const connectFirstProblem = (provider: Provider) =>
  new Problem("reconnect_required", {
    detail: `${provider.displayName} must be connected for this tenant first.`,
    members: { reconnectUrl: buildConnectUrl(provider) },
  });

/** A key that the provider refuses is replaced by connecting the provider, or by another key. */
function toKeyProblem(provider: Provider, error: unknown): unknown {
  const failure = findProviderError(error);
  if (failure === undefined) return error;
  if (failure.kind === "token" || failure.kind === "reconnect") return connectFirstProblem(provider);
  return failureToProblem(failure, provider.displayName, { reconnectUrl: buildConnectUrl(provider) });
}
