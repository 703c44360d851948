// Permissions to ask the operator's database, and to know whether that is on. A stage without a database has none of them.
import { type DatabaseStage, isThroughProxy } from "../config/mcp.ts";
import { readerRole } from "../database/names.ts";
import { buildArn, databaseContextName, databaseLoginName, functionName, mcpSwitchesName } from "../names.ts";
import type { PermissionContext, PermissionEffect, PermissionTable } from "../permission-effect.ts";
import type { Statement } from "../statement.ts";
import { allowModel } from "./model.ts";

const nothing: PermissionEffect = { statements: [], environment: {} };

const readSecret = ({ place }: PermissionContext, name: string): Statement => ({
  actions: ["secretsmanager:GetSecretValue"],
  resources: [buildArn(place, "secretsmanager", `secret:${name}-??????`)],
});

function queryDatabase(context: PermissionContext): PermissionEffect {
  const { mcp, stage } = context.config;
  if (mcp?.database === undefined) return nothing;
  const { connection } = mcp.database;
  return {
    statements: [readSecret(context, databaseContextName(stage)), ...allowConnection(connection, context)],
    environment: trustDatabase(connection),
  };
}

function allowConnection(connection: DatabaseStage["connection"], context: PermissionContext): Statement[] {
  if (connection.adapter === "local") return [];
  if (connection.adapter === "pg") {
    const user = `dbuser:${connection.resourceId}/${readerRole}`;
    return [{ actions: ["rds-db:connect"], resources: [buildArn(context.place, "rds-db", user)] }];
  }
  return [
    {
      actions: ["rds-data:BeginTransaction", "rds-data:ExecuteStatement", "rds-data:RollbackTransaction"],
      resources: [connection.clusterArn],
    },
    // The Data API reads it with the caller's rights.
    connection.secretArn === undefined
      ? readSecret(context, databaseLoginName(context.config.stage))
      : { actions: ["secretsmanager:GetSecretValue"], resources: [connection.secretArn] },
  ];
}

/**
 * A proxy's certificate is from an authority that Node knows. A cluster's and an instance's is from RDS's own, which lies on Lambda's
 * disk; Node reads it only where it is told to. docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
const trustDatabase = (connection: DatabaseStage["connection"]): PermissionEffect["environment"] =>
  connection.adapter === "pg" && !isThroughProxy(connection) ? { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" } : {};

export const mcpPermissions = {
  "mcp:switches": (context) =>
    context.config.mcp?.database === undefined
      ? nothing
      : { statements: [readSecret(context, mcpSwitchesName(context.config.stage))], environment: {} },
  "database:query": queryDatabase,
  "database:probe": ({ config, place }) => {
    if (config.mcp?.database === undefined) return nothing;
    const name = functionName(config.stage, "mcp/probe-database");
    return {
      statements: [{ actions: ["lambda:InvokeFunction"], resources: [buildArn(place, "lambda", `function:${name}`)] }],
      environment: { DATABASE_PROBE: name },
    };
  },
  /** Which model it is stands in the stage's file. */
  "model:ask-sql": ({ config, place }) => {
    const { model, regions } = config.mcp?.database?.model ?? {};
    return model === undefined ? nothing : { statements: allowModel(model, regions, place), environment: {} };
  },
} satisfies PermissionTable<string>;
