// Answers the deep health check from within the database's VPC. Nothing else calls it.
import { getStageDatabase } from "../../lib/mcp/database/stage-database.ts";
import { probeDatabase } from "../../lib/mcp/probe-database.ts";
import { readSwitches } from "../../lib/mcp/switches.ts";

export const handler = async () => probeDatabase(readSwitches, getStageDatabase);
