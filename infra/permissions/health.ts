import { manifests } from "../../lib/providers/manifests.ts";
import {
  buildArn,
  clientIdsParameter,
  keyAlias,
  queueName,
  queueNamesFor,
  queueUrl,
  tableArn,
  tableName,
  tableNames,
} from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";
import { allowKey } from "./vault.ts";

/** Allows describing each dependency, but reading nothing that is stored in it. */
function probeHealth({ config, place, manifests: all = manifests }: PermissionContext): PermissionEffect {
  const { stage } = config;
  return {
    statements: [
      { actions: ["dynamodb:DescribeTable"], resources: tableNames.map((table) => tableArn(place, config, table)) },
      { actions: ["kms:DescribeKey"], ...allowKey(stage, place) },
      {
        actions: ["sqs:GetQueueAttributes"],
        resources: queueNamesFor(all).map((queue) => buildArn(place, "sqs", queueName(stage, queue))),
      },
      { actions: ["ssm:GetParameter"], resources: [buildArn(place, "ssm", `parameter${clientIdsParameter(stage)}`)] },
    ],
    environment: {
      CONNECTIONS_TABLE: tableName(config, "connections"),
      TRANSIENT_TABLE: tableName(config, "transient"),
      AUDIT_TABLE: tableName(config, "audit"),
      KMS_KEY_ID: keyAlias(stage),
      REFRESHES_QUEUE_URL: queueUrl(place, stage, "refreshes"),
      REVOCATIONS_QUEUE_URL: queueUrl(place, stage, "revocations"),
      CLIENT_IDS_PARAMETER: clientIdsParameter(stage),
    },
  };
}

export const healthPermissions = { "health:probe": probeHealth } satisfies PermissionTable<string>;
