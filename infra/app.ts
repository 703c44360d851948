// The CDK app, run by the CDK's command line. The stage is PATCHBAY_STAGE, else `--context stage=<name>`, else dev.
import { App } from "aws-cdk-lib";
import { createBundledCode } from "./code.ts";
import { exitWith } from "./exit-with.ts";
import { loadStage } from "./load-stage.ts";
import { addStacks } from "./stacks.ts";

try {
  const app = new App();
  const name = process.env.PATCHBAY_STAGE ?? app.node.tryGetContext("stage") ?? "dev";
  addStacks(app, { config: await loadStage(String(name)), getCode: createBundledCode("dist") });
  app.synth();
} catch (error) {
  exitWith(error);
}
