// `npm run synth`: builds, writes the templates into cdk.out and checks them. Needs no AWS account.
import { App } from "aws-cdk-lib";
import { bundleLambdas } from "../bundle.ts";
import { createBundledCode } from "../code.ts";
import { exitWith } from "../exit-with.ts";
import { loadStage } from "../load-stage.ts";
import { addStacks } from "../stacks.ts";

async function synth(): Promise<void> {
  const config = await loadStage(process.env.PATCHBAY_STAGE ?? "dev");
  await bundleLambdas();
  const app = new App({ outdir: "cdk.out" });
  addStacks(app, { config, getCode: createBundledCode("dist") });
  for (const { stackName, template } of app.synth().stacks) {
    const count = Object.keys(template.Resources ?? {}).length;
    console.log(`${String(count).padStart(4)} resources  ${stackName}`);
  }
}

await synth().catch(exitWith);
