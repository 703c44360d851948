import { readMcpSettings } from "../settings.ts";
import { openDatabase } from "./open-database.ts";
import type { Database } from "./port.ts";

let database: Database | undefined;

/** The stage's database, opened once for each container. @throws Error when the stage's file is missing */
export function getStageDatabase(): Database {
  database ??= openDatabase(readMcpSettings().connection);
  return database;
}
