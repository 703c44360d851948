import { manifests } from "../lib/providers/manifests.ts";
import { stackName } from "./names.ts";
import { surfacesFor } from "./routes.ts";

/** The names of a stage's stacks without the one with its data. */
export const listRemovableStacks = (stage: string): string[] =>
  ["observability", "stage", ...Object.keys(surfacesFor(manifests)), "async", "live", "api"].map((name) =>
    stackName(stage, name),
  );
