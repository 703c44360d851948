import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import {
  arn,
  clientIdsParameter,
  keyAlias,
  type QueueName,
  queueName,
  queueUrl,
  type TableName,
  tableArn,
  tableName,
} from "../names.ts";
import { keyOf } from "./vault.ts";

const tables: readonly TableName[] = ["connections", "transient", "audit"];
const queues: readonly QueueName[] = ["refreshes", "revocations"];

/** Asks each dependency for its description: nothing a user stored can be read with it. */
function probe({ config: { stage }, place }: GrantContext): Allowance {
  return {
    statements: [
      { actions: ["dynamodb:DescribeTable"], resources: tables.map((table) => tableArn(place, stage, table)) },
      { actions: ["kms:DescribeKey"], ...keyOf(stage, place) },
      {
        actions: ["sqs:GetQueueAttributes"],
        resources: queues.map((queue) => arn(place, "sqs", queueName(stage, queue))),
      },
      { actions: ["ssm:GetParameter"], resources: [arn(place, "ssm", `parameter${clientIdsParameter(stage)}`)] },
    ],
    environment: {
      CONNECTIONS_TABLE: tableName(stage, "connections"),
      TRANSIENT_TABLE: tableName(stage, "transient"),
      AUDIT_TABLE: tableName(stage, "audit"),
      KMS_KEY_ID: keyAlias(stage),
      REFRESHES_QUEUE_URL: queueUrl(place, stage, "refreshes"),
      REVOCATIONS_QUEUE_URL: queueUrl(place, stage, "revocations"),
      CLIENT_IDS_PARAMETER: clientIdsParameter(stage),
    },
  };
}

export const healthGrants = { "health:probe": probe } satisfies AllowanceTable<string>;
