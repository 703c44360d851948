// All physical names of a stage. Stacks build ARNs from them instead of importing each other's resources.
import type { ProviderId } from "../lib/provider-ids.ts";
import type { Manifest } from "../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../lib/providers/manifests.ts";

export const tableNames = ["connections", "transient", "audit", "deliveries", "feed"] as const;
export type TableName = (typeof tableNames)[number];
export type QueueName =
  | "refreshes"
  | "revocations"
  | "erasures"
  | "channels"
  | "notifications"
  | "refills"
  | "deletions"
  | `webhooks-${ProviderId}`;

/** All queues, with one for each provider that has webhooks. */
export const queueNamesFor = (all: readonly Manifest[]): QueueName[] => [
  "refreshes",
  "revocations",
  "erasures",
  "channels",
  "notifications",
  "refills",
  "deletions",
  ...withWebhook(all).map(({ id }) => `webhooks-${id}` as const),
];
export const queueNames: readonly QueueName[] = queueNamesFor(manifests);

/** Where a stage is deployed: CloudFormation tokens in a stack, plain strings in a test. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
  /** The WebSocket API's id; AWS generates it. */
  readonly liveApiId: string;
}

export const stackName = (stage: string, name: string) => `patchbay-${stage}-${name}`;
export const alarmTopicName = (stage: string) => `patchbay-${stage}-alarms`;
export const httpApiName = (stage: string) => `patchbay-${stage}`;
/** A stage as far as its tables' names follow from it. */
export interface TableOwner {
  readonly stage: string;
  /** The tables that were restored under other names. */
  readonly restoredTables: Partial<Readonly<Record<TableName, { readonly name: string } | undefined>>>;
}

/** The name under which a deployment creates a table. */
export const createdTableName = (stage: string, table: TableName) => `patchbay-${stage}-${table}`;
/** The name of the table that Lambdas use: the created one, unless it was restored from a backup. */
export const tableName = ({ stage, restoredTables }: TableOwner, table: TableName) =>
  restoredTables[table]?.name ?? createdTableName(stage, table);
export const queueName = (stage: string, queue: QueueName) => `patchbay-${stage}-${queue}`;
export const deadLetterQueueName = (stage: string, queue: QueueName) => `patchbay-${stage}-${queue}-dead-letters`;
export const keyAlias = (stage: string) => `alias/patchbay-${stage}`;
/** Beginning of the aliases of the signing keys: `…-rs384-current`. */
export const signingKeysAlias = (stage: string) => `${keyAlias(stage)}-ehr`;
export const signingKeyAlias = (stage: string, algorithm: string, slot: string) =>
  `${signingKeysAlias(stage)}-${algorithm.toLowerCase()}-${slot}`;
export const clientIdsParameter = (stage: string) => `/patchbay/${stage}/client-ids`;
const secretName = (stage: string, name: string) => `patchbay/${stage}/${name}`;
export const clientSecretName = (stage: string, provider: string) => secretName(stage, `${provider}/client`);
export const webhookSecretName = (stage: string, provider: string) => secretName(stage, `${provider}/webhook`);
export const channelSigningName = (stage: string) => secretName(stage, "channel-signing");
/** What a stage's edge adds to each request. */
export const originSecretName = (stage: string) => secretName(stage, "origin");
/** Phone numbers are hashed under it. */
export const customersSecretName = (stage: string) => secretName(stage, "customers");
export const apiKeySecretName = (stage: string, provider: string, name: string) =>
  secretName(stage, `${provider}/${name}`);
/** @param entry the issuer's name in the stage's list; undefined for the first */
export const jwtSecretName = (stage: string, entry?: string) =>
  secretName(stage, entry === undefined ? "jwt" : `jwt/${entry}`);
/** Whether questions to the database are on: `npm run secrets` writes it. */
export const mcpSwitchesName = (stage: string) => secretName(stage, "mcp");
/** The key that signs whose rows a query may see. */
export const databaseContextName = (stage: string) => secretName(stage, "database/context");
/** The database role's name and password, for the Data API. */
export const databaseLoginName = (stage: string) => secretName(stage, "database/login");
/** What a secret was called in 0.1.0: Lambdas read it where the new name is missing, and `npm run secrets` copies it. */
export const formerSecretName = (name: string) => name.replace(/^patchbay\//, "");
/** The parameter with an authorizer's id: the api stack writes it, stacks with routes read it. */
export const authorizerIdParameter = (stage: string, name: string) => `/patchbay/${stage}/authorizers/${name}`;
/** The parameter with the address of the audit's stream. A parameter, since an export in use cannot be taken back by a release before. */
export const auditStreamParameter = (stage: string) => `/patchbay/${stage}/audit-stream`;
export const apiIdExport = (stage: string) => `patchbay-${stage}-api-id`;
export const liveApiIdExport = (stage: string) => `patchbay-${stage}-live-api-id`;
export const keyArnExport = (stage: string) => `patchbay-${stage}-key-arn`;
export const feedStreamExport = (stage: string) => `patchbay-${stage}-feed-stream`;
/** The security group of the Lambdas that reach the database. */
export const databaseClientExport = (stage: string) => `patchbay-${stage}-database-client`;
/** The address of an endpoint in the database's VPC, of a service such as `kms`. */
export const endpointExport = (stage: string, service: string) => `patchbay-${stage}-endpoint-${service}`;
/** Receives a message for each batch that the stream's consumer gave up. */
export const feedDeadLetterQueueName = (stage: string) => `patchbay-${stage}-feed-dead-letters`;
/** CloudFront belongs to no region; what it is made of belongs to this one. */
export const edgeRegion = "us-east-1";
/** The output of the edge's stack with the version of the origin secret that it sends. */
export const originVersionOutput = "OriginSecretVersion";
/** The only stage of the WebSocket API; the last part of its address. */
export const liveStageName = "live";

/** `integrations/start` for the provider `acme` becomes `patchbay-dev-integrations-start-acme`. */
export const functionName = (stage: string, entry: string, provider?: string) =>
  ["patchbay", stage, entry.replaceAll("/", "-"), ...(provider ? [provider] : [])].join("-");

/** The name of a Lambda of the table; one for all providers has none of theirs in it. */
export const lambdaFunctionName = (
  stage: string,
  { run, lambda = run, provider }: { readonly run: string; readonly lambda?: string; readonly provider?: string },
): string => functionName(stage, lambda, provider === "every" ? undefined : provider);

export const buildArn = ({ partition, region, account }: Place, service: string, resource: string) =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const tableArn = (place: Place, owner: TableOwner, table: TableName) =>
  buildArn(place, "dynamodb", `table/${tableName(owner, table)}`);

export const queueUrl = (place: Place, stage: string, queue: QueueName) =>
  buildQueueUrl(place, queueName(stage, queue));

/** How URLs of event queues are built: `<prefix><provider>`, plus the suffix for the dead letter queue. */
export const webhookQueueUrls = (place: Place, stage: string) => ({
  prefix: buildQueueUrl(place, `patchbay-${stage}-webhooks-`),
  deadLetterSuffix: "-dead-letters",
});

export const buildQueueUrl = (
  { region, urlSuffix, account }: Pick<Place, "region" | "urlSuffix" | "account">,
  name: string,
) => `https://sqs.${region}.${urlSuffix}/${account}/${name}`;
