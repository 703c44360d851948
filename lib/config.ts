// Environment of a Lambda, read at cold start: each adaptor names only what it uses, so a missing value fails early and only there.
// Plain values have plain readers, and schemas are built when asked for: building them all costs 6 ms of every cold start.
import * as z from "zod";

// Compiling parsers pays off after thousands of parses; a Lambda that has just started makes a dozen.
z.config({ jitless: true });

type Reader<T> = (value: string | undefined) => T;

const text: Reader<string> = (value) => {
  if (value === undefined) throw new Error("missing");
  return value;
};

const optional: Reader<string | undefined> = (value) => value;

const positive: Reader<number> = (value) => {
  const number = Number(text(value));
  if (!(number > 0)) throw new Error("not a positive number");
  return number;
};

/** JSON of a shape; `fallback` where the variable is not set. */
const json =
  <S extends z.ZodType>(schema: () => S, fallback?: z.output<S>): Reader<z.output<S>> =>
  (value) =>
    value === undefined && fallback !== undefined ? fallback : schema().parse(JSON.parse(text(value)));

/** What an operator may set for one provider; the same shape stands in the stage configuration. */
export const providerSettings = () =>
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

const perMinute = () =>
  z.object({ startPerMinute: z.number(), refreshPerMinute: z.number(), writesPerMinute: z.number() });

const readers = {
  STAGE: text,
  /** Which Lambda it is, as metrics call it. */
  OPERATION: (value) => value ?? "unknown",
  PUBLIC_BASE_URL: text,
  APP_URL: text,
  PROVIDER: text,
  PROVIDER_SETTINGS: json(() => z.record(z.string(), providerSettings()), {}),
  ALLOWED_REDIRECTS: json(() => z.array(z.string()), []),
  TENANT_CLAIM: optional,
  ADMIN_CLAIM: optional,
  ADMIN_VALUE: optional,
  RATE_LIMITS: json(perMinute, { startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60 }),
  CONNECTIONS_TABLE: text,
  TRANSIENT_TABLE: text,
  AUDIT_TABLE: text,
  DELIVERIES_TABLE: text,
  FEED_TABLE: text,
  KMS_KEY_ID: text,
  KEY_BUCKETS: positive,
  KEY_MAX_AGE_DAYS: positive,
  CLIENT_IDS_PARAMETER: text,
  REVOCATIONS_QUEUE_URL: text,
  REFRESHES_QUEUE_URL: text,
  CHANNELS_QUEUE_URL: text,
  NOTIFICATIONS_QUEUE_URL: text,
  WEBHOOKS_QUEUE_URL: text,
  WEBHOOK_QUEUES: json(() => z.record(z.string(), z.string())),
  WEBHOOK_PROBE: json(() =>
    z.object({
      providers: z.array(
        z.object({ id: z.string(), paths: z.array(z.string()), secrets: z.array(z.string()).readonly() }),
      ),
      queues: z.object({ prefix: z.string(), deadLetterSuffix: z.string() }),
    }),
  ),
  PUBSUB_TOPIC: optional,
  LIVE_URL: text,
  LIVE_ENDPOINT: text,
  ALLOWED_ORIGINS: json(() => z.array(z.string()), []),
  AUDIT_DAYS: (value) => (value === undefined ? 365 : positive(value)),
  JWT_ISSUER: text,
  JWT_AUDIENCE: json(() => z.array(z.string())),
  JWT_ALGORITHM: (value) => z.enum(["RS256", "RS384", "RS512", "ES256", "HS256"]).parse(value),
  PAGE_CONFIG: json(() => z.record(z.string(), z.unknown())),
} satisfies Record<string, Reader<unknown>>;

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
