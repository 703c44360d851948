import type { Owner } from "../store/owner.ts";
import type { SealContext } from "../vault/seal.ts";

/** How the API key of a tenant's connector is sealed: a tenant has one for each provider. */
export const apiKeySealContext = ({ tenant, user }: Owner, provider: string): SealContext => ({
  purpose: "connector",
  tenant,
  user,
  provider,
  connection: "-",
  field: "apiKey",
});
