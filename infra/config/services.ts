// The services that may call for users and tenants of this stage.
import { z } from "zod";
import { providerIds } from "../../lib/provider-ids.ts";
import type { ServiceEntry, ServiceRight } from "../../lib/service-entry.ts";
import { addressSchema } from "./addresses.ts";
import type { JwtEntries } from "./jwt.ts";

const textSchema = z.string("is missing").min(1, "must not be empty");

const rights = ["token", "crm", "ehr", "connect"] as const satisfies readonly ServiceRight[];

const serviceSchema = z.strictObject({
  /** Of its tokens; one of those in `jwt`, with issuer and audience. */
  issuer: addressSchema,
  clientId: textSchema,
  /**
   * The claim with the client's id (RFC 9068 section 2.2). An issuer whose `sub` is another name of the client, as Auth0's and
   * Keycloak's: set "sub" here, and that name as the clientId.
   */
  clientClaim: textSchema.default("client_id"),
  /** Tenants as the tokens of their users name them. */
  tenants: z.union(
    [z.array(textSchema).min(1, "must name a tenant"), z.literal("*")],
    'must be a list of tenants or "*"',
  ),
  /** The providers whose connections it may use. */
  providers: z.array(z.enum(providerIds, "must be a provider's id")).min(1, "must name a provider"),
  may: z.array(z.enum(rights, `must be one of ${rights.join(", ")}`)).min(1, `must name one of ${rights.join(", ")}`),
  perMinute: z.int("must be a whole number").positive("must be more than 0").default(600),
  /** Issuer of the users that it acts for, where that is not its own; one of those in `jwt`. */
  usersOf: textSchema.optional(),
}) satisfies z.ZodType<ServiceEntry>;

export const servicesSchema = z.array(serviceSchema, "must be a list of services").default([]);

interface ServiceMistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Finds entries that no token could match, or that two could. */
export function findServiceMistakes(services: readonly ServiceEntry[], jwt: JwtEntries): ServiceMistake[] {
  const named = jwt.filter(({ issuer, audience }) => issuer !== "none" && audience !== "none");
  return services.flatMap(({ issuer, clientId, usersOf }, index): ServiceMistake[] => {
    const isRepeated = services.findIndex((one) => one.issuer === issuer && one.clientId === clientId) < index;
    const usersIssuers = jwt.filter((entry) => entry.issuer === usersOf);
    return [
      ...(named.some((entry) => entry.issuer === issuer)
        ? []
        : [{ path: [index, "issuer"], message: "must be that of an entry of jwt that has an audience" }]),
      ...(isRepeated ? [{ path: [index, "clientId"], message: "must differ from those before it" }] : []),
      ...(usersOf === undefined || usersIssuers.length === 1
        ? []
        : [{ path: [index, "usersOf"], message: "must be the issuer of one entry of jwt" }]),
    ];
  });
}
