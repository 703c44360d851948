import { manifests } from "../lib/providers/manifests.ts";
import type { Stage } from "./config.ts";
import { planDatabaseNetwork } from "./mcp/vpc-endpoints.ts";
import { stackName } from "./names.ts";
import { surfacesFor } from "./routes.ts";

/** The names of a stage's stacks without the one with its data. */
export function listRemovableStacks(config: Pick<Stage, "stage" | "mcp">): string[] {
  const database = config.mcp?.database
    ? ["database", ...(planDatabaseNetwork(config) ? ["database-network"] : [])]
    : [];
  const surfaces = Object.keys(surfacesFor(manifests));
  return ["observability", "stage", ...surfaces, ...database, "async", "live", "api"].map((name) =>
    stackName(config.stage, name),
  );
}
