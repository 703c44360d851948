// Names that stored rows, deployed stages, operators and clients know. Moving code must not change any of them.
import "../http/lambda-environment.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { countedAlarms } from "../../infra/alarms/counted-alarms.ts";
import { failureAlarms } from "../../infra/alarms/failure-alarms.ts";
import { defineStage, type StageInput } from "../../infra/config.ts";
import { liveRoutes } from "../../infra/live-routes.ts";
import * as names from "../../infra/names.ts";
import { problemStatuses } from "../../infra/openapi/problems.ts";
import { metricSeries } from "../../lib/metric-series.ts";
import type { CallbackError } from "../../lib/oauth/flow-error.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { subprotocol } from "../../lib/realtime/handshake.ts";
import type { AuditEntry } from "../../lib/store/audit.ts";
import { connection } from "../../lib/store/connection.ts";
import { deliveryStatuses } from "../../lib/store/delivery-outcome.ts";
import { oauthState } from "../../lib/store/oauth-states.ts";
import type { OutboxMessage } from "../../lib/store/outbox.ts";
import { providerPreferences } from "../../lib/store/settings.ts";
import { subscriptionSchema } from "../../lib/store/subscription.ts";
import { dueIndex, dueShard, dueShards, logIndex, logPartition, logShards, renewShard } from "../../lib/store/table.ts";
import type { Purpose } from "../../lib/vault/seal-context.ts";
import type { VaultFailure } from "../../lib/vault/vault-error.ts";
import { sourceFiles } from "../architecture/source-files.ts";
import { certificateArn } from "../infra/edge/support/edge-stage.ts";
import { exampleInput, exampleJwt, exampleService } from "../infra/support/synthesized.ts";
import { expectCommitted } from "./support/committed-list.ts";
import { keys } from "./support/keys.ts";
import { listPaths } from "./support/list-paths.ts";

/** Kinds of a ProviderError, which are neither stored nor sent. */
const failureKinds = "token reconnect config scope rate transient unknown permanent absent".split(" ");

const stage = "<stage>";

// The compiler holds these lists: a member more or less in the type is an error here.
const purposes: Record<Purpose, string> = {
  connection: "tokens of connections",
  pending: "tokens of grants that wait for their user",
  cache: "cached answers and those under an Idempotency-Key",
  delivery: "payloads of deliveries",
  connector: "API keys of connectors",
  customer: "what was found out about phone numbers, and answers to calls that were noted",
  launch: "what an EHR calls a launch, until somebody takes it up",
  hook: "secrets that a provider chose for its webhooks",
  export: "what was kept of a person who asked for it",
  answer: "answers to questions to the database",
  deletion: "the key under which deletions are named",
};
const frameTypes: Record<OutboxMessage["type"], string> = {
  ...{ activity: "", "connection.changed": "", "channel.changed": "", "sync.progress": "" },
};
const callbackOutcomes: Record<CallbackError, string> = {
  ...{ access_denied: "", invalid_state: "", expired: "", wrong_browser: "", provider_error: "" },
  ...{ provider_unavailable: "", missing_scopes: "", account_mismatch: "", not_configured: "", internal: "" },
};
const auditActions: Record<AuditEntry["action"], string> = {
  ...{ connect: "", refresh: "", reconnect_needed: "", disconnect: "", settings: "", grant_revoked: "", revoked: "" },
  ...{ channel_recreated: "", webhook_replayed: "", webhooks_replayed: "", data_export_read: "" },
  ...{ tenant_bot_marked: "", tenant_bot_spoke: "", tenant_bot_unmarked: "", service_refused: "", token_read: "" },
  ...{ ehr_server_registered: "", patients_searched: "", hosts_bound: "", imported: "" },
  ...{ connector_saved: "", connector_removed: "", query: "", answers_forgotten: "" },
  ...{ kept_emptied: "", audit_read: "" },
  ...{ deletion_requested: "", deletion_finished: "" },
};
const vaultFailures: Record<VaultFailure, string> = { VaultTampered: "", VaultDenied: "", VaultThrottled: "" };

const sources = await sourceFiles(/^(lib|functions)\/.*\.tsx?$/);
const findMatches = (pattern: RegExp, of = sources): string[][] =>
  of.flatMap(({ text }) => [...text.matchAll(pattern)]);
const toNames = (all: readonly string[], fact = ""): Record<string, string> =>
  Object.fromEntries(all.map((name) => [name, fact]));

const ofProviders = sources.filter(({ path }) => path.startsWith("lib/providers/"));
/** A template whose variables may be called anything. */
const withoutVariables = (template: string): string => template.replaceAll(/\$\{[^}]*\}/g, "<>");

/** Name to the fields of its line, each set of them once. */
function metrics(): Record<string, string> {
  const calls = findMatches(
    /\b(?:count|countMany|measure)\(\s*(?:[^"(){};]*"(\w+)" : )?"(\w+)"(?:[^{};]*?(\{[^{}]*\}))?/g,
  );
  const counted = calls.flatMap(([, one, other, literal]) =>
    [one, other].flatMap((name) => (name ? [{ name, literal }] : [])),
  );
  const sets = Map.groupBy(counted, ({ name }) => name);
  const fields = (literal = "") =>
    [...literal.matchAll(/[{,]\s*(\w+)/g)]
      .map(([, name]) => name)
      .sort()
      .join(" ");
  const shown = [...sets].map(([name, uses]) => [
    name,
    [...new Set(uses.map(({ literal }) => fields(literal)))].sort().join(" | "),
  ]);
  return { ...Object.fromEntries(shown), ...vaultFailures };
}

const settings = { endpoints: { authorize: "https://a.example/" }, scopes: ["a"], userScopes: ["a"], requireIss: true };
const jwt = { ...exampleJwt, stageAdmin: { claim: "role", value: "stage-admin" } };
const listed = { name: "old", userClaim: "id", requiredClaims: { type: "access" }, maxAgeSeconds: 1, sameUsers: true };
const everything: StageInput = {
  ...exampleInput,
  jwt,
  strictTransportSecurity: { maxAgeSeconds: 1, includeSubDomains: true },
  services: [exampleService],
  formerCallbacks: { shared: "slack", named: ["slack"] },
  keys: { buckets: 16, maxAgeDays: 365 },
  rateLimits: { startPerMinute: 1, refreshPerMinute: 1, writesPerMinute: 1 },
  providers: { slack: { ...settings, frontEndRedirect: "https://app.example.com/", v2Speaks: "bot" } },
  pubsub: { topic: "projects/a/topics/b", audience: "a", serviceAccount: "push@a.example.com" },
  insights: { model: "amazon.nova-lite-v1:0", regions: ["eu-central-1"] },
  liveUrl: "wss://app.example.com/live",
  edge: {
    ...{ certificateArn, hostedZone: { id: "Z1", name: "example.com" }, application: "https://front.example.net" },
    ...{ apiOpen: true, startsPerFiveMinutes: 10, callbacksPerFiveMinutes: 10 },
  },
  signIn: { ...exampleInput.signIn, authorizationParams: { prompt: "login" }, connectTo: ["https://id.example.com"] },
};

const secretNames = [
  names.channelSigningName(stage),
  names.customersSecretName(stage),
  names.originSecretName(stage),
  names.jwtSecretName(stage),
  ...providerIds.flatMap((id) => [names.clientSecretName(stage, id), names.webhookSecretName(stage, id)]),
];

function environmentNames(): string[] {
  const example = readFileSync(join(import.meta.dirname, "../../.env.example"), "utf8");
  const clients = manifests.flatMap(({ environmentPrefix, webhook }) => [
    ...["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"].map((name) => `${environmentPrefix}_${name}`),
    ...(webhook?.secret ? [webhook.secret.variable] : []),
  ]);
  return [...clients, ...[...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = ""]) => name)];
}

const preferences = { teamId: "1", defaultChannel: "a", notificationPreferences: { slackChannel: "a" } };

test("no name has changed that is stored, deployed, configured or sent", async () => {
  const stored = "Rows that are stored stand under it: they would no longer be found.";
  const sealed = "Values that are stored are sealed for it: they would no longer open.";
  const deployed = "Stages that are deployed have it: an update would make another one.";
  const watched = "Dashboards and alarms of operators watch it.";
  const configured = "Operators have it in their files: their next deployment would fail or lose it.";
  const sent = "Front ends know it, and rows that are stored hold it.";
  const said: Record<string, [string, Record<string, unknown>]> = {
    keys: [stored, Object.fromEntries(Object.entries(keys).map(([name, { pk, sk }]) => [name, `${pk.S} / ${sk.S}`]))],
    indexes: [
      stored,
      {
        [logIndex]: `${logPartition("slack", "failed", "2026-11-29T13", 0)}, ${logShards} shards`,
        [dueIndex]: `${dueShard(0)} ${renewShard(0)}, ${dueShards} shards`,
      },
    ],
    "purposes of seals": [sealed, purposes],
    "fields of seals": [
      sealed,
      toNames(findMatches(/\bfield: `([^`]+)`/g).map(([, field = ""]) => withoutVariables(field))),
    ],
    "labels of keys": [
      sealed,
      toNames(findMatches(/`(patchbay\/v[^`]*)`/g).map(([, label = ""]) => withoutVariables(label))),
    ],
    tables: [deployed, toNames(names.tableNames.map((name) => names.createdTableName(stage, name)))],
    queues: [
      deployed,
      toNames(
        names.queueNames.flatMap((name) => [names.queueName(stage, name), names.deadLetterQueueName(stage, name)]),
      ),
    ],
    "parameters and secrets": [
      configured,
      toNames([
        names.clientIdsParameter(stage),
        ...secretNames,
        ...secretNames.map((name) => names.formerSecretName(name)),
      ]),
    ],
    metrics: ["Saved queries of operators look for it.", metrics()],
    "series of CloudWatch": [
      watched,
      Object.fromEntries(Object.entries(metricSeries).map(([name, series]) => [name, "by" in series ? series.by : ""])),
    ],
    "alarms on metrics": [
      watched,
      toNames([...countedAlarms(defineStage(everything)), ...failureAlarms(stage)].map(({ name }) => name)),
    ],
    "lines of .env": [configured, toNames(environmentNames())],
    "fields of a stage": [
      configured,
      toNames([...listPaths({ ...defineStage(everything), jwt }), ...listPaths({ jwt: [{ ...jwt, ...listed }] })]),
    ],
    "settings of a user": [sent, toNames(listPaths(providerPreferences.parse(preferences)))],
    "problem codes": [
      sent,
      Object.fromEntries(Object.entries(problemStatuses).map(([code, status]) => [code, String(status)])),
    ],
    "callback outcomes": [sent, callbackOutcomes],
    "frame types": [sent, frameTypes],
    "socket messages": [sent, toNames([...liveRoutes.map(({ on }) => on), subprotocol])],
    "kinds of activities and channels": [
      sent,
      toNames(
        findMatches(/\bkind: "([\w.-]+)"/g, ofProviders)
          .map(([, kind = ""]) => kind)
          .filter((kind) => !failureKinds.includes(kind)),
      ),
    ],
    states: [
      sent,
      toNames([
        ...labelOptions("connection", connection.shape.status),
        ...labelOptions("channel", subscriptionSchema.shape.status),
        ...labelOptions("delivery", z.enum(deliveryStatuses)),
        ...labelOptions("flow", oauthState.shape.delivery),
        ...labelOptions("flow", oauthState.shape.surface),
      ]),
    ],
    "audit actions": ["The audit's readers look for it.", auditActions],
  };
  const lists = Object.fromEntries(Object.entries(said).map(([heading, [, list]]) => [heading, list]));
  for (const [heading, list] of Object.entries(lists)) expect(Object.keys(list), heading).not.toEqual([]);
  await expectCommitted(
    "names.json",
    lists,
    Object.fromEntries(Object.entries(said).map(([heading, [why]]) => [heading, why])),
  );
});

const labelOptions = (of: string, { options }: { readonly options: readonly string[] }) =>
  options.map((one) => `${of} ${one}`);
