// The typed configuration of a stage. Each stage has one file in infra/stages.
import { z } from "zod";
import type { providerSettingsSchema } from "../lib/config.ts";
import { providerIds } from "../lib/provider-ids.ts";
import { manifests } from "../lib/providers/manifests.ts";
import {
  addressPrefixSchema,
  addressSchema,
  baseAddressSchema,
  isLocalAddress,
  originSchema,
} from "./config/addresses.ts";
import { aliasesSchema } from "./config/aliases.ts";
import { canarySchema } from "./config/canary.ts";
import { describeFirstIssue } from "./config/describe-issue.ts";
import { edgeSchema, findEdgeMistakes } from "./config/edge.ts";
import { ehrSchema, findPlainServer } from "./config/ehr.ts";
import { formerCallbacksSchema } from "./config/former-callbacks.ts";
import { jwtSchema } from "./config/jwt.ts";
import { logRetentionSchema } from "./config/log-retention.ts";
import { hasLocalDatabase, mcpSchema } from "./config/mcp.ts";
import { modelSchema, regionSchema } from "./config/model.ts";
import { restoredTablesSchema } from "./config/restored-tables.ts";
import { findServiceMistakes, servicesSchema } from "./config/services.ts";
import { findTenantHostsMistakes, tenantHostsSchema } from "./config/tenant-hosts.ts";

const positiveSchema = z.int("must be a whole number").positive("must be more than 0");
const textSchema = z.string("is missing").min(1, "must not be empty");

const endpointsSchema = z.strictObject({
  authorize: addressSchema.optional(),
  token: addressSchema.optional(),
  refresh: addressSchema.optional(),
  revoke: addressSchema.optional(),
  api: addressSchema.optional(),
  userinfo: addressSchema.optional(),
});

const settingsSchema = z.strictObject({
  endpoints: endpointsSchema.optional(),
  scopes: z.array(textSchema, "must be a list of scopes").optional(),
  userScopes: z.array(textSchema, "must be a list of scopes").optional(),
  /** Set when a front end receives the redirect instead of the callback Lambda, and posts it to the API. */
  frontEndRedirect: addressSchema.optional(),
  requireIss: z.boolean("must be true or false").optional(),
  /**
   * Whose token /api/v2 uses where a connection has a person's and a bot's; default: the person's. `tenant-bot`: members of a tenant
   * without a connection speak through the bot of the one that an administrator of the tenant has marked.
   */
  v2Speaks: z.enum(["person", "bot", "tenant-bot"], 'must be "person", "bot" or "tenant-bot"').optional(),
  /**
   * PKCE with S256 at a provider where it is off by default. Think before you set it: the provider then takes the app for a public
   * client, for good, and all its refresh tokens end after 30 days, so an account that we cannot renew for so long must be connected
   * again. Switch it on in the app's settings first (docs.slack.dev/authentication/using-pkce).
   */
  pkce: z.boolean("must be true or false").optional(),
  /** How our client authenticates where people sign in; `private-key-jwt` needs no secret. EHRs only. */
  clientAuth: z.enum(["basic", "body", "private-key-jwt"], 'must be "basic", "body" or "private-key-jwt"').optional(),
  /** With which of our keys assertions are signed; default: RS384. EHRs only. */
  signingAlgorithm: z.enum(["RS384", "ES384"], 'must be "RS384" or "ES384"').optional(),
  /** The client id of backend services, where it is not the one that people sign in to. EHRs only. */
  systemClientId: textSchema.optional(),
  /** What backend services ask for; default: system/Patient.rs. EHRs only. */
  systemScopes: z.array(textSchema, "must be a list of scopes").optional(),
}) satisfies z.ZodType<z.output<ReturnType<typeof providerSettingsSchema>>>;

/** The Pub/Sub subscription that pushes Gmail's changes: cloud.google.com/pubsub/docs/authenticate-push-subscriptions */
const pubsubSchema = z.strictObject({
  topic: z
    .string("is missing")
    .regex(/^projects\/[^/]+\/topics\/[^/]+$/, "must look like projects/<project>/topics/<topic>"),
  /** The audience of the push subscription; by default its push address. */
  audience: textSchema,
  /** The subscription's service account. Without this check any Google Cloud customer could push to us. */
  serviceAccount: z.email("must be an e-mail address"),
  issuer: addressSchema.default("https://accounts.google.com"),
  jwks: addressSchema.default("https://www.googleapis.com/oauth2/v3/certs"),
});

/**
 * The header Strict-Transport-Security (RFC 6797). A browser that has seen it opens the host, and with `includeSubDomains` all
 * hosts below it, by https only until `maxAgeSeconds` are over; 0 ends that.
 */
const strictTransportSecuritySchema = z.strictObject({
  maxAgeSeconds: z.int("must be a whole number").nonnegative("must not be negative"),
  includeSubDomains: z.boolean("must be true or false").default(false),
});

const signInSchema = z.strictObject({
  clientId: textSchema,
  scope: textSchema,
  authorizationParams: z.record(z.string(), z.string()).optional(),
  /** Origins of the issuer's endpoints where they differ from the issuer's, as with Amazon Cognito. */
  connectTo: z.array(originSchema, "must be a list of origins").optional(),
  /** Whether the page offers the demo users of the local identity provider. */
  demo: z.boolean("must be true or false").optional(),
});

/** Short, since it is part of every physical name. */
export const stageNamePattern = /^[a-z][a-z0-9]{0,11}$/;

const stageSchema = z
  .strictObject({
    stage: z
      .string("is missing")
      .regex(stageNamePattern, "must be 1 to 12 lower-case letters and digits, a letter first"),
    /** Where the stage is deployed. Commands that write refuse every other account and region. */
    account: z
      .string("must be text: 12 digits in quotes")
      .regex(/^\d{12}$/, "must be the 12 digits of an AWS account")
      .optional(),
    region: regionSchema.optional(),
    publicBaseUrl: originSchema,
    appUrl: baseAddressSchema,
    allowedOrigins: z.array(originSchema, "must be a list of origins"),
    allowedRedirects: z.array(addressPrefixSchema, "must be a list of addresses").default([]),
    aliases: aliasesSchema.default({}),
    /** Whose tokens users carry: one entry, or a list of them. */
    jwt: jwtSchema,
    /** Services of yours that call for users and tenants: each may do what its entry says, for the tenants that it names. */
    services: servicesSchema,
    retention: z
      .strictObject({ logDays: logRetentionSchema, auditDays: positiveSchema })
      .default({ logDays: 30, auditDays: 365 }),
    keys: z
      .strictObject({ buckets: positiveSchema.max(1024, "must be at most 1024"), maxAgeDays: positiveSchema })
      .default({ buckets: 16, maxAgeDays: 365 }),
    /** Whose key encrypts tables and queues at rest: a key that AWS owns, or the stage's own KMS key. */
    encryption: z.enum(["aws", "stage-key"], 'must be "aws" or "stage-key"').default("aws"),
    restoredTables: restoredTablesSchema,
    /** Receivers and workers get a new version little by little, and go back to the one before by themselves when it fails. */
    canary: canarySchema.optional(),
    rateLimits: z
      .strictObject({
        startPerMinute: positiveSchema,
        refreshPerMinute: positiveSchema,
        writesPerMinute: positiveSchema,
        /** Questions to the database. */
        queriesPerMinute: positiveSchema.default(30),
      })
      .default({ startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60, queriesPerMinute: 30 }),
    providers: z
      .partialRecord(z.enum(providerIds), settingsSchema)
      .superRefine((settings, context) => {
        for (const id of manifests.flatMap(({ id, pkceIsSetting }) => (pkceIsSetting ? [] : [id])))
          if (settings[id]?.pkce !== undefined)
            context.addIssue({ code: "custom", path: [id, "pkce"], message: "is no setting of this provider" });
        for (const { id } of manifests.filter(({ isEhr }) => !isEhr))
          for (const name of ["clientAuth", "signingAlgorithm", "systemClientId", "systemScopes"] as const)
            if (settings[id]?.[name] !== undefined)
              context.addIssue({ code: "custom", path: [id, name], message: "is no setting of this provider" });
      })
      .default({}),
    /**
     * The provider whose redirect URI /api/v1/integrations/callback is registered as, in place of its own callback. One at most: the
     * address does not say whose response it gets, and one provider's code must not reach another (RFC 9700 section 4.4).
     */
    sharedCallback: z.enum(providerIds, "must be one provider's id").optional(),
    formerCallbacks: formerCallbacksSchema.optional(),
    /** Serves {appUrl}/oauth/success|error and /integrations/success|error, for an application that has no such pages. */
    resultPages: z.boolean("must be true or false").default(false),
    /** The hosts at which a tenant may use the operator's client: its My Domain, its shop, its FHIR base. */
    tenantHosts: tenantHostsSchema,
    /** False: changes are pushed only to users who switched that on (`webhookEnabled`). */
    webhookEnabledByDefault: z.boolean("must be true or false").default(true),
    pubsub: pubsubSchema.optional(),
    /** A model that finds requests in messages, in addition to the rules. Messages are sent to it, within the AWS account. */
    insights: modelSchema.optional(),
    /** Customers by phone: the country whose numbers are written without its code, ISO 3166-1 alpha-2. */
    crm: z
      .strictObject({ country: z.string().regex(/^[A-Z]{2}$/, "must be two capital letters, such as US") })
      .default({ country: "US" }),
    /** Questions to your database, and tools for assistants; off unless set. */
    mcp: mcpSchema.optional(),
    /** Set to connect EHRs; make their signing keys with `npm run ehr-keys`. */
    ehr: ehrSchema.optional(),
    /** CloudFront, a firewall and one domain in front of everything. Without it the API is reached at its own address. */
    edge: edgeSchema.optional(),
    /** Where browsers open the WebSocket, if not at the edge or API Gateway's own address. */
    liveUrl: z
      .string()
      .regex(/^wss?:\/\/\S+$/, "must be a wss:// address")
      .optional(),
    alarmEmail: z.email("must be an e-mail address").optional(),
    /** Default: two years for the API's own host, not for hosts below it. */
    strictTransportSecurity: strictTransportSecuritySchema.optional(),
    signIn: signInSchema,
  })
  .superRefine(({ services, tenantHosts, jwt }, context) => {
    for (const { path, message } of findServiceMistakes(services, jwt))
      context.addIssue({ code: "custom", path: ["services", ...path], message });
    for (const { path, message } of findTenantHostsMistakes(tenantHosts, jwt))
      context.addIssue({ code: "custom", path: ["tenantHosts", ...path], message });
  })
  .superRefine((config, context) => {
    for (const { path, message } of findEdgeMistakes(config))
      context.addIssue({ code: "custom", path: ["edge", ...path], message });
  })
  .refine(({ publicBaseUrl, liveUrl }) => !liveUrl?.startsWith("ws:") || isLocalAddress(publicBaseUrl), {
    path: ["liveUrl"],
    error: "may be ws:// only on localhost",
  })
  .refine(({ ehr, publicBaseUrl }) => !findPlainServer(ehr, publicBaseUrl), {
    path: ["ehr", "servers"],
    error: "may be http:// only on localhost",
  })
  .refine(({ publicBaseUrl, appUrl, resultPages }) => !resultPages || appUrl === publicBaseUrl, {
    path: ["resultPages"],
    error: "may be true only where appUrl is publicBaseUrl",
  })
  .refine(({ publicBaseUrl, mcp }) => !hasLocalDatabase(mcp, publicBaseUrl), {
    path: ["mcp", "database", "connection", "adapter"],
    error: 'may be "local" only on localhost',
  })
  .refine(({ publicBaseUrl, signIn }) => !signIn.demo || isLocalAddress(publicBaseUrl), {
    path: ["signIn", "demo"],
    error: "may be true only on localhost: demo users have no password",
  });

export type StageInput = z.input<typeof stageSchema>;
export type Stage = z.output<typeof stageSchema>;

/**
 * Validates a stage's configuration and fills in defaults.
 * @throws Error whose message is one sentence naming the first wrong field
 */
export function defineStage(input: StageInput): Stage {
  const parsed = stageSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(describeFirstIssue(`The configuration of stage "${input.stage}"`, parsed.error));
}

/**
 * Stages of a developer's machine: of `npm run dev`, of the tests, and of their conformance suites (infra/stages/local.ts).
 * Their data has no protection from deletion, and some of their alarms are left out.
 */
const ephemeralStages: ReadonlySet<string> = new Set(["local", "test", "teststudio", "testassist"]);

/** Whether a stage runs on a developer's machine only. */
export const isEphemeral = ({ stage }: Pick<Stage, "stage">) => ephemeralStages.has(stage);
