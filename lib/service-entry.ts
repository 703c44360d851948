// A service of the operator's that calls us: who it is, for which tenants it acts, and what it may do.
import * as z from "zod";

/** What a service may do: read tokens; look customers up and log calls; look patients up; begin and end connections. */
const serviceRights = ["token", "crm", "ehr", "connect"] as const;
export type ServiceRight = (typeof serviceRights)[number];

/** Scope of service tokens. A service is never accepted as a user. */
export const serviceScope = "integrations/tokens";

/** The stage's configuration writes it (infra/config/services.ts), Lambdas read it from SERVICES. */
export const serviceEntrySchema = () =>
  z.object({
    issuer: z.string(),
    clientId: z.string(),
    /** The claim with the client's id. */
    clientClaim: z.string(),
    /** Tenants as tokens of users name them, or all. */
    tenants: z.union([z.array(z.string()).readonly(), z.literal("*")]),
    /** Ids of the providers whose connections it may use. */
    providers: z.array(z.string()).readonly(),
    may: z.array(z.enum(serviceRights)).readonly(),
    perMinute: z.number(),
    /** Issuer of the users that it acts for, where that is not its own. */
    usersOf: z.string().optional(),
  });

export type ServiceEntry = z.output<ReturnType<typeof serviceEntrySchema>>;
