import type { ApiKey } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";

/** The API keys that an operator may have, with their providers. */
export const listApiKeys = (): readonly (ApiKey & { readonly provider: string })[] =>
  manifests.flatMap(({ id: provider, apiKeys = [] }) => apiKeys.map((one) => ({ ...one, provider })));
