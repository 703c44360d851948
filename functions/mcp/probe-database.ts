// Answers the deep health check from within the database's VPC. Nothing else calls it.
import { openDatabase } from "../../lib/mcp/database/open-database.ts";
import type { Database } from "../../lib/mcp/database/port.ts";
import { probeDatabase } from "../../lib/mcp/probe-database.ts";
import { readMcpSettings } from "../../lib/mcp/settings.ts";
import { readSwitches } from "../../lib/mcp/switches.ts";

let database: Database | undefined;

function getDatabase(): Database {
  database ??= openDatabase(readMcpSettings().connection);
  return database;
}

export const handler = async () => probeDatabase(readSwitches, getDatabase);
