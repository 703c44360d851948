import { manifests } from "../../lib/providers/manifests.ts";
import type { Allowance, AllowanceTable, GrantContext } from "../allowance.ts";
import {
  arn,
  clientIdsParameter,
  keyAlias,
  queueName,
  queueNamesFor,
  queueUrl,
  tableArn,
  tableName,
  tableNames,
} from "../names.ts";
import { keyOf } from "./vault.ts";

/** Asks each dependency for its description: nothing a user stored can be read with it. */
function probe({ config: { stage }, place, manifests: all = manifests }: GrantContext): Allowance {
  return {
    statements: [
      { actions: ["dynamodb:DescribeTable"], resources: tableNames.map((table) => tableArn(place, stage, table)) },
      { actions: ["kms:DescribeKey"], ...keyOf(stage, place) },
      {
        actions: ["sqs:GetQueueAttributes"],
        resources: queueNamesFor(all).map((queue) => arn(place, "sqs", queueName(stage, queue))),
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
