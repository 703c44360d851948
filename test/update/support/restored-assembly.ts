// Today's stacks for a stage whose file has been changed, as an operator changes it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { createBundledCode } from "../../../infra/code.ts";
import { restoredTablesSchema } from "../../../infra/config/restored-tables.ts";
import type { Stage, StageInput } from "../../../infra/config.ts";
import { repository, stageDirectory } from "../../../infra/local/directories.ts";
import { addStacks } from "../../../infra/stacks.ts";
import { cloud } from "../../support/cloud.ts";

async function readStage(): Promise<Stage> {
  const { stage, portBase } = cloud();
  Object.assign(process.env, { PATCHBAY_STAGE: stage, PATCHBAY_PORT_BASE: String(portBase) });
  const module: { stage: Stage } = await import("../../../infra/stages/local.ts");
  return module.stage;
}

/** Writes the cloud assembly of a stage whose tables were restored. @returns its directory */
export async function writeRestoredAssembly(name: string, tables: StageInput["restoredTables"]): Promise<string> {
  const outdir = join(stageDirectory(cloud().stage), name);
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  const config = { ...(await readStage()), restoredTables: restoredTablesSchema.parse(tables) };
  addStacks(app, { config, getCode: createBundledCode(join(repository, "dist")) });
  app.synth();
  return outdir;
}
