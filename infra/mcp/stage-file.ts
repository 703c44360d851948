// The file with what Lambdas know of the stage's database: `mcp.json` beside their bundle, read by lib/mcp/settings.ts.
import type { DatabaseConnection, McpSettings } from "../../lib/mcp/settings.ts";
import type { StageFiles } from "../code.ts";
import type { DatabaseStage } from "../config/mcp.ts";
import type { Stage } from "../config.ts";
import { databaseLoginName } from "../names.ts";

const fileName = "mcp.json";

export interface StageFile {
  readonly files: StageFiles;
  readonly environment: Readonly<Record<string, string>>;
}

/** The file and the variable that names it; nothing for a stage without a database. */
export function planStageFile({ mcp, stage }: Pick<Stage, "mcp" | "stage">): StageFile | undefined {
  if (mcp?.database === undefined) return undefined;
  return {
    files: { [fileName]: JSON.stringify(buildSettings(mcp.database, stage)) },
    environment: { MCP_SETTINGS: fileName },
  };
}

/** Without what Lambdas have no use for: whose rows who sees is the database's matter, and where the tables are too. */
function buildSettings({ connection, tables, questions, model, limits }: DatabaseStage, stage: string): McpSettings {
  const described = Object.entries(tables).map(([name, { about, columns }]) => [
    name,
    { ...(about && { about }), columns: describeColumns(columns) },
  ]);
  return {
    tables: Object.fromEntries(described),
    questions,
    connection: buildConnection(connection, stage),
    ...(model && { model: model.model }),
    limits,
  };
}

function describeColumns(
  columns: DatabaseStage["tables"][string]["columns"],
): McpSettings["tables"][string]["columns"] {
  const described = Object.entries(columns).map(([name, column]) => [
    name,
    typeof column === "string" ? { type: column } : column,
  ]);
  return Object.fromEntries(described);
}

function buildConnection(connection: DatabaseStage["connection"], stage: string): DatabaseConnection {
  if (connection.adapter === "local") return connection;
  if (connection.adapter === "data-api")
    return { ...connection, secretArn: connection.secretArn ?? buildLoginArn(connection.clusterArn, stage) };
  const { adapter, host, port, database } = connection;
  return { adapter, host, port, database };
}

/** The secret that `npm run database` writes, in the cluster's account and region: the Data API asks for an ARN. */
function buildLoginArn(clusterArn: string, stage: string): string {
  const [, partition, , region, account] = clusterArn.split(":");
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${databaseLoginName(stage)}`;
}
