// Every physical name of a stage. Stacks build ARNs from these instead of importing each other's resources.

export type TableName = "connections" | "transient" | "audit";
export type QueueName = "refreshes" | "revocations";

/** Where a stage lives: three CloudFormation tokens in a stack, three plain words in a test. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
}

export const stackName = (stage: string, name: string) => `patchbay-${stage}-${name}`;
export const tableName = (stage: string, table: TableName) => `patchbay-${stage}-${table}`;
export const queueName = (stage: string, queue: QueueName) => `patchbay-${stage}-${queue}`;
export const deadLetterQueueName = (stage: string, queue: QueueName) => `patchbay-${stage}-${queue}-dead-letters`;
export const keyAlias = (stage: string) => `alias/patchbay-${stage}`;
export const clientIdsParameter = (stage: string) => `/patchbay/${stage}/client-ids`;
export const clientSecretName = (stage: string, provider: string) => `${stage}/${provider}/client`;
export const webhookSecretName = (stage: string, provider: string) => `${stage}/${provider}/webhook`;
export const jwtSecretName = (stage: string) => `${stage}/jwt`;
export const apiIdExport = (stage: string) => `patchbay-${stage}-api-id`;

/** `integrations/start` for Slack becomes `patchbay-dev-integrations-start-slack`. */
export const functionName = (stage: string, entry: string, provider?: string) =>
  ["patchbay", stage, entry.replaceAll("/", "-"), ...(provider ? [provider] : [])].join("-");

export const arn = ({ partition, region, account }: Place, service: string, resource: string) =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const tableArn = (place: Place, stage: string, table: TableName) =>
  arn(place, "dynamodb", `table/${tableName(stage, table)}`);

export const queueUrl = (place: Place, stage: string, queue: QueueName) =>
  `https://sqs.${place.region}.${place.urlSuffix}/${place.account}/${queueName(stage, queue)}`;
