// The typed configuration of a stage. One file per stage under infra/stages fills it in.
import { z } from "zod";
import type { providerSettings } from "../lib/config.ts";
import { providerIds } from "../lib/providers/ids.ts";
import { address, addressPrefix, baseAddress, isLocal, origin } from "./config/addresses.ts";
import { logRetentionDays } from "./config/log-retention.ts";
import { firstFault } from "./config/sentence.ts";

const positive = z.int("must be a whole number").positive("must be more than 0");
const text = z.string("is missing").min(1, "must not be empty");

const jwt = z.strictObject({
  issuer: address,
  audience: z.array(text, "must be a list").min(1, "must name at least one audience"),
  /** RS*: API Gateway checks the token itself. ES256, and HS256 with a shared secret: a small Lambda authorizer does. */
  algorithm: z.enum(["RS256", "RS384", "RS512", "ES256", "HS256"], "must be RS256, RS384, RS512, ES256 or HS256"),
  /** A claim that users cannot edit; without it every user is their own tenant. */
  tenantClaim: text.optional(),
  adminClaim: text.optional(),
  adminValue: text.optional(),
});

const service = z.strictObject({
  issuer: address,
  clientId: text,
  tenants: z.union([z.array(text), z.literal("*")], 'must be a list of tenants or "*"'),
});

const endpoints = z.strictObject({
  authorize: address.optional(),
  token: address.optional(),
  refresh: address.optional(),
  revoke: address.optional(),
  api: address.optional(),
  userinfo: address.optional(),
});

const settings = z.strictObject({
  endpoints: endpoints.optional(),
  scopes: z.array(text, "must be a list of scopes").optional(),
  userScopes: z.array(text, "must be a list of scopes").optional(),
  /** Where a front end catches the redirect itself, instead of the callback Lambda. */
  frontEndRedirect: address.optional(),
  requireIss: z.boolean("must be true or false").optional(),
  /** Who speaks on /api/v2 where a connection holds a person's tokens and a bot's; the person unless said otherwise. */
  v2Speaks: z.enum(["person", "bot"], 'must be "person" or "bot"').optional(),
}) satisfies z.ZodType<z.output<ReturnType<typeof providerSettings>>>;

/** Where Gmail's changes arrive: cloud.google.com/pubsub/docs/authenticate-push-subscriptions */
const pubsub = z.strictObject({
  topic: z
    .string("is missing")
    .regex(/^projects\/[^/]+\/topics\/[^/]+$/, "must look like projects/<project>/topics/<topic>"),
  /** The audience of the push subscription; its address unless you chose another. */
  audience: text,
  /** The subscription's service account. Without this check any customer of Google's cloud could push to us. */
  serviceAccount: z.email("must be an e-mail address"),
  issuer: address.default("https://accounts.google.com"),
  jwks: address.default("https://www.googleapis.com/oauth2/v3/certs"),
});

/** A model that reads what is asked of whom, beside the rules. Messages are sent to it: it stays in the account. */
const insights = z.strictObject({
  /** A model of Amazon Bedrock that answers Converse, such as amazon.nova-lite-v1:0. */
  model: z.string("is missing").regex(/^[a-z0-9.:-]{3,100}$/, "must be the id of a foundation model"),
});

const signIn = z.strictObject({
  clientId: text,
  scope: text,
  authorizationParams: z.record(z.string(), z.string()).optional(),
  /** Origins of the issuer's endpoints where they differ from its own, as with Amazon Cognito. */
  connectTo: z.array(origin, "must be a list of origins").optional(),
  /** Offers the demo users of the local identity provider. */
  demo: z.boolean("must be true or false").optional(),
});

const schema = z
  .strictObject({
    stage: z
      .string("is missing")
      .regex(/^[a-z][a-z0-9]{0,11}$/, "must be 1 to 12 lower-case letters and digits, a letter first"),
    publicBaseUrl: origin,
    appUrl: baseAddress,
    allowedOrigins: z.array(origin, "must be a list of origins"),
    allowedRedirects: z.array(addressPrefix, "must be a list of addresses").default([]),
    jwt,
    services: z.array(service, "must be a list of services").default([]),
    retention: z
      .strictObject({ logDays: logRetentionDays, auditDays: positive })
      .default({ logDays: 30, auditDays: 365 }),
    keys: z
      .strictObject({ buckets: positive.max(1024, "must be at most 1024"), maxAgeDays: positive })
      .default({ buckets: 16, maxAgeDays: 365 }),
    rateLimits: z
      .strictObject({ startPerMinute: positive, refreshPerMinute: positive, writesPerMinute: positive })
      .default({ startPerMinute: 10, refreshPerMinute: 6, writesPerMinute: 60 }),
    providers: z.partialRecord(z.enum(providerIds), settings).default({}),
    pubsub: pubsub.optional(),
    insights: insights.optional(),
    /** Where browsers open the live socket, when it is not API Gateway's own address. */
    liveUrl: z
      .string()
      .regex(/^wss?:\/\/\S+$/, "must be a wss:// address")
      .optional(),
    alarmEmail: z.email("must be an e-mail address").optional(),
    signIn,
  })
  .refine(({ publicBaseUrl, liveUrl }) => !liveUrl?.startsWith("ws:") || isLocal(publicBaseUrl), {
    path: ["liveUrl"],
    error: "may be ws:// only on localhost",
  })
  .refine(({ publicBaseUrl, signIn }) => !signIn.demo || isLocal(publicBaseUrl), {
    path: ["signIn", "demo"],
    error: "may be true only on localhost: demo users have no password",
  });

export type StageInput = z.input<typeof schema>;
export type Stage = z.output<typeof schema>;

/**
 * Checks a stage's configuration and fills in its defaults.
 * @throws Error whose message is one sentence naming the first wrong field
 */
export function defineStage(input: StageInput): Stage {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Error(firstFault(`The configuration of stage "${input.stage}"`, parsed.error));
}

/** Stages that live for an hour on a developer's machine: nothing in them is worth protecting from deletion. */
export const isThrowaway = ({ stage }: Stage) => stage === "local" || stage === "test";
