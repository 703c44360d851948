// Which tenant may use the operator's client at which host of a provider.
import { z } from "zod";
import { providerIds } from "../../lib/provider-ids.ts";
import type { TenantHosts } from "../../lib/tenant-hosts.ts";
import type { JwtEntries } from "./jwt.ts";

const textSchema = z.string("is missing").min(1, "must not be empty");

/** As a provider's parameter has it once it is checked: a name, or a base address. */
const hostSchema = textSchema
  .refine((host) => host === host.trim() && !/[\s@?#\\]/.test(host), "must be a host's name or a base address")
  .refine((host) => !host.endsWith("/") && !host.endsWith("."), "must not end with a slash or a dot");

const tenantHostsEntrySchema = z.strictObject({
  /** As the tokens of its users name it. */
  tenant: textSchema,
  /** Issuer of those tokens, where it is not the first in `jwt`. */
  usersOf: textSchema.optional(),
  provider: z.enum(providerIds, "must be a provider's id"),
  /** Its My Domain, shop or FHIR base; none where the provider has one host for everybody. */
  hosts: z.array(hostSchema, "must be a list of hosts").default([]),
}) satisfies z.ZodType<TenantHosts>;

export const tenantHostsSchema = z
  .array(tenantHostsEntrySchema, "must be a list of tenants with their hosts")
  .default([]);

/** Finds entries whose users no issuer of the stage has. */
export const findTenantHostsMistakes = (entries: readonly TenantHosts[], jwt: JwtEntries) =>
  entries.flatMap(({ usersOf }, index) =>
    usersOf === undefined || jwt.filter(({ issuer }) => issuer === usersOf).length === 1
      ? []
      : [{ path: [index, "usersOf"], message: "must be the issuer of one entry of jwt" }],
  );
