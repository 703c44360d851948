import { join } from "node:path";
import { runChild } from "../../infra/local/child.ts";
import { localDirectory, nodeSearchPath, repository, stageDirectory } from "../../infra/local/directories.ts";
import { getAssemblyDirectory } from "../../infra/local/stacks.ts";

/** One of the clouds of a run: its stage, its shard as in PATCHBAY_SHARD, "" for the first, and its ports. */
export interface Place {
  readonly stage: string;
  readonly shard: string;
  readonly portBase: number;
}

/** Writes what all clouds of a run deploy, for PATCHBAY_SYNTHESIZED to say so. @throws a refusal with the end of its output */
export async function synthesizeForAll(places: readonly Place[]): Promise<void> {
  const args = places.flatMap(({ stage, shard, portBase }) => [
    getAssemblyDirectory(stage, shard),
    stage,
    String(portBase),
  ]);
  await runChild("node", [join(import.meta.dirname, "synthesize.ts"), ...args], {
    cwd: repository,
    logFile: join(localDirectory, "synthesize.log"),
    // Nothing of the operator's, as for each cloud's own synthesis.
    env: { PATH: nodeSearchPath(), HOME: stageDirectory("test"), CI: "1" },
  });
}
