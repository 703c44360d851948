import { Problem } from "../errors.ts";
import { findProviderError } from "../http/provider-error.ts";
import { log } from "../log.ts";
import { createProviderFetch } from "../oauth/client.ts";
import type { Endpoints, Provider } from "../oauth/definition.ts";
import { locateProvider } from "../oauth/locate.ts";

/** Asks where a server's endpoints are, for a provider whose servers tell. @throws Problem provider_unavailable when the provider's discovery does not answer as it must */
export async function discoverEndpoints(
  provider: Provider,
  params: Readonly<Record<string, string>>,
): Promise<Partial<Endpoints> | undefined> {
  if (provider.discover === undefined) return undefined;
  const located = locateProvider(provider, { params });
  try {
    return await provider.discover({ endpoints: located.endpoints, params }, createProviderFetch(located, fetch));
  } catch (error) {
    const failure = findProviderError(error);
    if (failure === undefined) throw error;
    log.warn("discovery failed", { provider: provider.id, failure: failure.kind, code: failure.code });
    throw new Problem("provider_unavailable", {
      detail: `${provider.displayName} does not tell where its users sign in. Try again later.`,
      cause: error,
    });
  }
}
