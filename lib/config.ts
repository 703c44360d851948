// The environment of a Lambda, read at cold start. Each module reads only the variables it uses, so a missing one fails early
// and only there. Schemas are built on demand: building all of them costs 6 ms of every cold start.
import * as z from "zod";
import { jwtAlgorithmSchema, jwtEntrySchema } from "./jwt-entry.ts";
import { serviceEntrySchema } from "./service-entry.ts";
import { tenantHostsSchema } from "./tenant-hosts.ts";

// Compiled parsers pay off after thousands of parses; a Lambda does about a dozen at its start.
z.config({ jitless: true });

type VariableReader<T> = (value: string | undefined) => T;

const readText: VariableReader<string> = (value) => {
  if (value === undefined) throw new Error("missing");
  return value;
};

const readOptional: VariableReader<string | undefined> = (value) => value;

const readPositiveNumber: VariableReader<number> = (value) => {
  const number = Number(readText(value));
  if (!(number > 0)) throw new Error("not a positive number");
  return number;
};

/** Makes a reader of JSON with the given schema. It returns `fallback` if the variable is not set. */
const createJsonReader =
  <S extends z.ZodType>(schema: () => S, fallback?: z.output<S>): VariableReader<z.output<S>> =>
  (value) =>
    value === undefined && fallback !== undefined ? fallback : schema().parse(JSON.parse(readText(value)));

/** What an operator may set for one provider. The stage configuration has the same shape. */
export const providerSettingsSchema = () =>
  z.object({
    endpoints: z
      .object({
        authorize: z.string(),
        token: z.string(),
        refresh: z.string(),
        revoke: z.string(),
        api: z.string(),
        userinfo: z.string(),
      })
      .partial()
      .optional(),
    scopes: z.array(z.string()).optional(),
    userScopes: z.array(z.string()).optional(),
    frontEndRedirect: z.string().optional(),
    requireIss: z.boolean().optional(),
    v2Speaks: z.enum(["person", "bot", "tenant-bot"]).optional(),
    pkce: z.boolean().optional(),
    clientAuth: z.enum(["basic", "body", "private-key-jwt"]).optional(),
    signingAlgorithm: z.enum(["RS384", "ES384"]).optional(),
    systemClientId: z.string().optional(),
    systemScopes: z.array(z.string()).optional(),
  });

/** A FHIR server of the stage's configuration. */
const ehrServersSchema = () =>
  z.array(
    z.object({
      provider: z.string(),
      fhirBaseUrl: z.string(),
      tenants: z.union([z.array(z.string()), z.literal("*")]),
      hosts: z.array(z.string()).default([]),
    }),
  );

const formerCallbacksSchema = () => z.object({ shared: z.string().optional(), named: z.array(z.string()).optional() });

const rateLimitsSchema = () =>
  z.object({
    startPerMinute: z.number(),
    refreshPerMinute: z.number(),
    writesPerMinute: z.number(),
    queriesPerMinute: z.number().default(30),
  });

const readJwtEntries = createJsonReader(() => z.tuple([jwtEntrySchema()], jwtEntrySchema()));

const readers = {
  STAGE: readText,
  /** Name of the Lambda in log lines. */
  OPERATION: (value) => value ?? "unknown",
  PUBLIC_BASE_URL: readText,
  APP_URL: readText,
  PROVIDER: readText,
  PROVIDER_SETTINGS: createJsonReader(() => z.record(z.string(), providerSettingsSchema()), {}),
  /** Id of the provider that the shared callback address is lent to. */
  SHARED_CALLBACK: readOptional,
  EHR_SERVERS: createJsonReader(ehrServersSchema, []),
  /** Former redirect URIs of surface C that a stage still takes. */
  FORMER_CALLBACKS: createJsonReader(formerCallbacksSchema, {}),
  /** Where patients' numbers without a country's code are meant, ISO 3166-1 alpha-2. */
  EHR_COUNTRY: (value) => value ?? "US",
  ALLOWED_REDIRECTS: createJsonReader(() => z.array(z.string()), []),
  /** Only in Lambdas that services may call. */
  SERVICES: createJsonReader(() => z.array(serviceEntrySchema()), []),
  /** Only in Lambdas that use the operator's client for a tenant. */
  TENANT_HOSTS: createJsonReader(() => z.array(tenantHostsSchema()), []),
  TENANT_CLAIM: readOptional,
  ADMIN_CLAIM: readOptional,
  ADMIN_VALUE: readOptional,
  STAGE_ADMIN_CLAIM: readOptional,
  STAGE_ADMIN_VALUE: readOptional,
  RATE_LIMITS: createJsonReader(rateLimitsSchema, {
    startPerMinute: 10,
    refreshPerMinute: 6,
    writesPerMinute: 60,
    queriesPerMinute: 30,
  }),
  CONNECTIONS_TABLE: readText,
  TRANSIENT_TABLE: readText,
  AUDIT_TABLE: readText,
  DELIVERIES_TABLE: readText,
  FEED_TABLE: readText,
  /** Only in Lambdas that count for administrators, or read the counts. */
  USAGE_TABLE: readOptional,
  KMS_KEY_ID: readText,
  KEY_BUCKETS: readPositiveNumber,
  KEY_MAX_AGE_DAYS: readPositiveNumber,
  CLIENT_IDS_PARAMETER: readText,
  /** Beginning of the aliases of our signing keys. Not set where the stage has none. */
  SIGNING_KEYS: readOptional,
  REVOCATIONS_QUEUE_URL: readText,
  REFRESHES_QUEUE_URL: readText,
  ERASURES_QUEUE_URL: readText,
  DELETIONS_QUEUE_URL: readText,
  REFILLS_QUEUE_URL: readText,
  CHANNELS_QUEUE_URL: readText,
  NOTIFICATIONS_QUEUE_URL: readText,
  WEBHOOKS_QUEUE_URL: readText,
  WEBHOOK_QUEUES: createJsonReader(() => z.record(z.string(), z.string())),
  /** Names of queues after `prefix`, which makes URLs of them; each has dead letters, and there are some without a queue of ours. */
  WATCHED_QUEUES: createJsonReader(() =>
    z.object({ prefix: z.string(), queues: z.array(z.string()), deadLettersAlone: z.array(z.string()) }),
  ),
  WEBHOOK_PROBE: createJsonReader(() =>
    z.object({
      providers: z.array(
        z.object({ id: z.string(), paths: z.array(z.string()), secrets: z.array(z.string()).readonly() }),
      ),
      queues: z.object({ prefix: z.string(), deadLetterSuffix: z.string() }),
    }),
  ),
  PUBSUB_TOPIC: readOptional,
  /** For all provider calls of a request together; the gateway gives up after 30 s. */
  CALL_TIMEOUT_MS: (value) => (value === undefined ? 25_000 : readPositiveNumber(value)),
  /** Ids of the providers for which `webhookEnabled` is on unless a user has set it. */
  LIVE_BY_DEFAULT: createJsonReader(() => z.array(z.string()), []),
  LIVE_URL: readText,
  LIVE_ENDPOINT: readText,
  ALLOWED_ORIGINS: createJsonReader(() => z.array(z.string()), []),
  /** What assistants may do with their user's connections; nothing where it is not set. */
  MCP_CONNECTIONS: (value): "read" | "write" | undefined => (value === "read" || value === "write" ? value : undefined),
  AUDIT_DAYS: (value) => (value === undefined ? 365 : readPositiveNumber(value)),
  /** Where phone numbers without a country's code are meant, ISO 3166-1 alpha-2. */
  CRM_COUNTRY: (value) => value ?? "US",
  JWT_ISSUER: readText,
  JWT_AUDIENCE: createJsonReader(() => z.array(z.string())),
  JWT_ALGORITHM: (value) => jwtAlgorithmSchema().parse(value),
  /** Not set in a stage whose tokens all have one issuer: the variables above and TENANT_CLAIM … say the same. */
  JWT_ENTRIES: (value) => (value === undefined ? undefined : readJwtEntries(value)),
  PAGE_CONFIG: createJsonReader(() => z.record(z.string(), z.unknown())),
} satisfies Record<string, VariableReader<unknown>>;

type ConfigName = keyof typeof readers;
type Values<N extends ConfigName> = { [K in N]: ReturnType<(typeof readers)[K]> };

/**
 * Reads and checks the named environment variables.
 * @throws Error naming the first variable that is missing or wrong, never its value
 */
export function config<N extends ConfigName>(...names: N[]): Values<N> {
  const entries = names.map((name) => {
    try {
      return [name, readers[name](process.env[name])];
    } catch {
      throw new Error(`The environment variable ${name} is missing or wrong.`);
    }
  });
  return Object.fromEntries(entries);
}
