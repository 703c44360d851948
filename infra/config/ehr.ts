// The EHRs of a stage: which FHIR servers it may speak to, and for whom.
import { z } from "zod";
import { isFhirBaseUrl } from "../../lib/ehr/fhir-base-url.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { isLocalAddress } from "./addresses.ts";

const textSchema = z.string("is missing").min(1, "must not be empty");
const ehrIds: readonly string[] = manifests.flatMap(({ id, isEhr }) => (isEhr ? [id] : []));

const serverSchema = z.strictObject({
  provider: textSchema.refine((id) => ehrIds.includes(id), `must be one of ${ehrIds.join(", ")}`),
  /** Exactly as launches and users give it. */
  fhirBaseUrl: textSchema.refine(
    isFhirBaseUrl,
    "must be an https address with a lower-case host, without a port, a query or a slash at the end",
  ),
  /** Tenants, as the tokens of their users name them, whose systems may use it. */
  tenants: z.union(
    [z.array(textSchema).min(1, "must name a tenant"), z.literal("*")],
    'must be a list of tenants or "*"',
  ),
  /** Hosts that its authorization and token endpoint may be on, beside its own. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, "must be a host name"), "must be a list of host names")
    .default([]),
});

/** Lambdas have 4 KB of variables. */
const maxServersLength = 2000;

export const ehrSchema = z.strictObject({
  /** More of them are registered by an administrator of the stage, with POST /api/ehr/servers. */
  servers: z
    .array(serverSchema, "must be a list of servers")
    .default([])
    .refine(
      (servers) => new Set(servers.map(({ fhirBaseUrl }) => fhirBaseUrl)).size === servers.length,
      "must not name a FHIR base twice",
    )
    .refine(
      (servers) => JSON.stringify(servers).length <= maxServersLength,
      `must not be longer than ${maxServersLength} characters as JSON: register the rest with POST /api/ehr/servers`,
    ),
  /**
   * Whether patients may be searched by GET too, for clients that cannot send a body. What they search by is then in addresses, which
   * servers between them and us may log.
   */
  patientsByGet: z.boolean("must be true or false").default(false),
  /** Whether {publicBaseUrl}/integrations/launch asks if a launch is wanted, where the application has no such page of its own. */
  launchPage: z.boolean("must be true or false").default(false),
});

/** Plain http is for stages on this machine. */
export const findPlainServer = (ehr: z.output<typeof ehrSchema> | undefined, publicBaseUrl: string): boolean =>
  !isLocalAddress(publicBaseUrl) && (ehr?.servers ?? []).some(({ fhirBaseUrl }) => isLocalAddress(fhirBaseUrl));
