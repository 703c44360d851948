import type { Stage } from "../config.ts";
import { planDatabaseNetwork } from "./vpc-endpoints.ts";

/** Those that use another's exports come first. */
export const databaseStackNames = ["database", "database-network"] as const;

/** The names of the stacks that a stage has for its database, in the same order. */
export function listDatabaseStacks(config: Pick<Stage, "mcp">): readonly string[] {
  if (config.mcp?.database === undefined) return [];
  return planDatabaseNetwork(config) ? databaseStackNames : ["database"];
}
