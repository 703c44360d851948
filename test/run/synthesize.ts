// Writes the assemblies of several test clouds in one process, since loading the CDK and the checks costs more than each of them:
// node test/run/synthesize.ts <folder> <stage> <port base> [<folder> <stage> <port base> …]. The bundles are in dist.
import { App } from "aws-cdk-lib";
import { createBundledCode } from "../../infra/code.ts";
import type { Stage } from "../../infra/config.ts";
import { addStacks } from "../../infra/stacks.ts";

const places = process.argv.slice(2);
for (let at = 0; at < places.length; at += 3)
  await synthesize(places[at] ?? "", places[at + 1] ?? "", places[at + 2] ?? "");

async function synthesize(outdir: string, stage: string, portBase: string): Promise<void> {
  const app = new App({ outdir });
  addStacks(app, { config: await loadStageAt(stage, portBase), getCode: createBundledCode("dist") });
  app.synth();
}

/** The stage reads its ports when it is loaded, so each cloud's is loaded under an address of its own. */
async function loadStageAt(name: string, portBase: string): Promise<Stage> {
  process.env.PATCHBAY_STAGE = name;
  process.env.PATCHBAY_PORT_BASE = portBase;
  const module: { stage: Stage } = await import(`../../infra/stages/local.ts?${portBase}`);
  return module.stage;
}
