// A local cloud as v0.1.0 deployed it, and today's bundles and templates ready for the update.
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startLocalCloud } from "../../../infra/local/cloud.ts";
import { stageDirectory } from "../../../infra/local/directories.ts";
import { conformanceClouds } from "../../run/conformance-clouds.ts";
import { writeRecordedAssembly } from "./write-assembly.ts";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { [project.name]: place } = conformanceClouds;
  if (place === undefined) throw new Error(`The project ${project.name} has no cloud.`);
  const { stage, shard, portBase } = place;
  process.env.PATCHBAY_SHARD = shard;
  const assembly = join(stageDirectory(stage, shard), "v0.1.0");
  writeRecordedAssembly(assembly, portBase);
  const { stop, ...addresses } = await startLocalCloud({
    stage,
    portBase,
    assembly,
    spy: true,
    log: (line) => console.log(line),
    build: process.env.PATCHBAY_BUILT !== "1",
    synth: process.env.PATCHBAY_SYNTHESIZED !== "1",
  });
  project.provide("cloud", { ...addresses, chromium: "" });
  return stop;
}
