import type { Stage } from "../config.ts";
import { planDatabaseNetwork } from "./vpc-endpoints.ts";

/** The names of the stacks that a stage has for its database: those that use another's exports come first. */
export const listDatabaseStacks = (config: Pick<Stage, "mcp">): string[] => [
  ...(config.mcp?.database ? ["database"] : []),
  ...(planDatabaseNetwork(config) ? ["database-network"] : []),
];
