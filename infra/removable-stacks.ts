import { manifests } from "../lib/providers/manifests.ts";
import type { Stage } from "./config.ts";
import { listDatabaseStacks } from "./mcp/database-stacks.ts";
import { stackName } from "./names.ts";
import { surfacesFor } from "./routes.ts";

/** The names of a stage's stacks without the one with its data. */
export function listRemovableStacks(config: Pick<Stage, "stage" | "mcp" | "edge">): string[] {
  const surfaces = Object.keys(surfacesFor(manifests));
  const edges = config.edge === undefined ? [] : ["edge"];
  return ["observability", "stage", ...surfaces, ...edges, ...listDatabaseStacks(config), "async", "live", "api"].map(
    (name) => stackName(config.stage, name),
  );
}
