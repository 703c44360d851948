// Which tenant may use the operator's client at which host of a provider.
import * as z from "zod";

/** The stage's configuration writes it (infra/config/tenant-hosts.ts), Lambdas read it from TENANT_HOSTS. */
export const tenantHostsSchema = () =>
  z.object({
    /** As the tokens of its users name it. */
    tenant: z.string(),
    /** Issuer of those tokens, where it is not the stage's first. */
    usersOf: z.string().optional(),
    provider: z.string(),
    /** Names or base addresses, as the provider's checked parameters have them. */
    hosts: z.array(z.string()).readonly(),
  });

export type TenantHosts = z.output<ReturnType<typeof tenantHostsSchema>>;
