import type * as z from "zod";
import { config, type providerSettingsSchema } from "../config.ts";
import type { Provider } from "../oauth/definition.ts";

type ProviderSettings = z.output<ReturnType<typeof providerSettingsSchema>>;

/** The provider with the stage's settings for it applied. For entries that serve one provider: the registry would bring all of them. */
export function applySettings(provider: Provider): Provider {
  const settings = config("PROVIDER_SETTINGS").PROVIDER_SETTINGS[provider.id];
  if (settings === undefined) return provider;
  const endpoints = Object.entries(settings.endpoints ?? {}).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return {
    ...provider,
    endpoints: { ...provider.endpoints, ...Object.fromEntries(endpoints) },
    scopes: settings.scopes ?? provider.scopes,
    ...(settings.userScopes ? { userScopes: settings.userScopes } : {}),
    ...(settings.frontEndRedirect ? { frontEndRedirect: settings.frontEndRedirect } : {}),
    ...(settings.requireIss ? { requireIss: true } : {}),
    ...(settings.v2Speaks ? { v2Speaks: settings.v2Speaks } : {}),
    ...(settings.pkce ? { pkce: true, ...provider.withPkce } : {}),
    ...(settings.clientAuth ? { clientAuth: settings.clientAuth } : {}),
    ...(settings.signingAlgorithm ? { signingAlgorithm: settings.signingAlgorithm } : {}),
    ...applySystemSettings(provider, settings),
  };
}

function applySystemSettings({ clientCredentials }: Provider, { systemClientId, systemScopes }: ProviderSettings) {
  if (clientCredentials === undefined) return {};
  const clientId = systemClientId ? { clientId: systemClientId } : {};
  return {
    clientCredentials: { ...clientCredentials, ...clientId, ...(systemScopes ? { scopes: systemScopes } : {}) },
  };
}
