// Environment of a Lambda, read at cold start: each adaptor names only what it uses, so a missing value fails early and only there.
// Plain values have plain readers, and schemas are built when asked for: building them all costs 6 ms of every cold start.
import * as z from "zod";

// Compiling parsers pays off after thousands of parses; a Lambda that has just started makes a dozen.
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

/** JSON of a shape; `fallback` where the variable is not set. */
const readJsonOf =
  <S extends z.ZodType>(schema: () => S, fallback?: z.output<S>): VariableReader<z.output<S>> =>
  (value) =>
    value === undefined && fallback !== undefined ? fallback : schema().parse(JSON.parse(readText(value)));

/** What an operator may set for one provider; the same shape stands in the stage configuration. */
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
    v2Speaks: z.enum(["person", "bot"]).optional(),
  });

const rateLimitsSchema = () =>
  z.object({ startPerMinute: z.number(), refreshPerMinute: z.number(), writesPerMinute: z.number() });

const readers = {
  STAGE: readText,
  /** Which Lambda it is, as metrics call it. */
  OPERATION: (value) => value ?? "unknown",
  PUBLIC_BASE_URL: readText,
  APP_URL: readText,
  PROVIDER: readText,
  PROVIDER_SETTINGS: readJsonOf(() => z.record(z.string(), providerSettingsSchema()), {}),
  ALLOWED_REDIRECTS: readJsonOf(() => z.array(z.string()), []),
  TENANT_CLAIM: readOptional,
  ADMIN_CLAIM: readOptional,
  ADMIN_VALUE: readOptional,
  RATE_LIMITS: readJsonOf(rateLimitsSchema, { startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60 }),
  CONNECTIONS_TABLE: readText,
  TRANSIENT_TABLE: readText,
  AUDIT_TABLE: readText,
  DELIVERIES_TABLE: readText,
  FEED_TABLE: readText,
  KMS_KEY_ID: readText,
  KEY_BUCKETS: readPositiveNumber,
  KEY_MAX_AGE_DAYS: readPositiveNumber,
  CLIENT_IDS_PARAMETER: readText,
  REVOCATIONS_QUEUE_URL: readText,
  REFRESHES_QUEUE_URL: readText,
  CHANNELS_QUEUE_URL: readText,
  NOTIFICATIONS_QUEUE_URL: readText,
  WEBHOOKS_QUEUE_URL: readText,
  WEBHOOK_QUEUES: readJsonOf(() => z.record(z.string(), z.string())),
  WEBHOOK_PROBE: readJsonOf(() =>
    z.object({
      providers: z.array(
        z.object({ id: z.string(), paths: z.array(z.string()), secrets: z.array(z.string()).readonly() }),
      ),
      queues: z.object({ prefix: z.string(), deadLetterSuffix: z.string() }),
    }),
  ),
  PUBSUB_TOPIC: readOptional,
  LIVE_URL: readText,
  LIVE_ENDPOINT: readText,
  ALLOWED_ORIGINS: readJsonOf(() => z.array(z.string()), []),
  AUDIT_DAYS: (value) => (value === undefined ? 365 : readPositiveNumber(value)),
  JWT_ISSUER: readText,
  JWT_AUDIENCE: readJsonOf(() => z.array(z.string())),
  JWT_ALGORITHM: (value) => z.enum(["RS256", "RS384", "RS512", "ES256", "HS256"]).parse(value),
  PAGE_CONFIG: readJsonOf(() => z.record(z.string(), z.unknown())),
} satisfies Record<string, VariableReader<unknown>>;

type ConfigName = keyof typeof readers;
type Values<N extends ConfigName> = { [K in N]: ReturnType<(typeof readers)[K]> };

/**
 * Reads and checks the named environment variables.
 * @throws Error naming the first variable that is missing or wrong; the value is never in the message.
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
