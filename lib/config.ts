// Environment of a Lambda, parsed at cold start: each adaptor names only what it uses, so a missing value fails early and only there.
import * as z from "zod";

const json = <T extends z.ZodType>(inner: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(inner);

const endpoints = z.object({
  authorize: z.string(),
  token: z.string(),
  refresh: z.string(),
  revoke: z.string(),
  api: z.string(),
  userinfo: z.string(),
});

/** What an operator may set for one provider; the same shape stands in the stage configuration. */
export const providerSettings = z.object({
  endpoints: endpoints.partial().optional(),
  scopes: z.array(z.string()).optional(),
  userScopes: z.array(z.string()).optional(),
  frontEndRedirect: z.string().optional(),
  requireIss: z.boolean().optional(),
});

const service = z.object({
  issuer: z.string(),
  clientId: z.string(),
  tenants: z.union([z.array(z.string()), z.literal("*")]),
});

const schemas = {
  STAGE: z.string(),
  PUBLIC_BASE_URL: z.string(),
  APP_URL: z.string(),
  PROVIDER: z.string(),
  PROVIDER_SETTINGS: json(z.record(z.string(), providerSettings)).default({}),
  ALLOWED_REDIRECTS: json(z.array(z.string())).default([]),
  TENANT_CLAIM: z.string().optional(),
  ADMIN_CLAIM: z.string().optional(),
  ADMIN_VALUE: z.string().optional(),
  SERVICES: json(z.array(service)).default([]),
  RATE_LIMITS: json(
    z.object({ startPerMinute: z.number(), refreshPerMinute: z.number(), writesPerMinute: z.number() }),
  ).default({ startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60 }),
  CONNECTIONS_TABLE: z.string(),
  TRANSIENT_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  KMS_KEY_ID: z.string(),
  KEY_BUCKETS: z.coerce.number().int().positive(),
  KEY_MAX_AGE_DAYS: z.coerce.number().positive(),
  CLIENT_IDS_PARAMETER: z.string(),
  REVOCATIONS_QUEUE_URL: z.string(),
  REFRESHES_QUEUE_URL: z.string(),
  AUDIT_DAYS: z.coerce.number().positive().default(365),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: json(z.array(z.string())),
  JWT_ALGORITHM: z.enum(["ES256", "HS256"]),
  PAGE_CONFIG: json(z.record(z.string(), z.unknown())),
} satisfies Record<string, z.ZodType>;

export type ConfigName = keyof typeof schemas;
type Values<N extends ConfigName> = { [K in N]: z.output<(typeof schemas)[K]> };

/**
 * Reads and checks the named environment variables.
 * @throws Error naming the first variable that is missing or wrong; the value is never in the message.
 */
export function config<N extends ConfigName>(...names: N[]): Values<N> {
  const entries = names.map((name) => {
    const parsed = schemas[name].safeParse(process.env[name]);
    if (!parsed.success) throw new Error(`The environment variable ${name} is missing or wrong.`);
    return [name, parsed.data];
  });
  return Object.fromEntries(entries);
}
