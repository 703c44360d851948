// Run by the CDK's command line. The stage: PATCHBAY_STAGE, else `--context stage=<name>`, else dev.
import { App } from "aws-cdk-lib";
import { bundledCode } from "./code.ts";
import { endWith } from "./failure.ts";
import { loadStage } from "./load-stage.ts";
import { addStacks } from "./stacks.ts";

try {
  const app = new App();
  const name = process.env.PATCHBAY_STAGE ?? app.node.tryGetContext("stage") ?? "dev";
  addStacks(app, { config: await loadStage(String(name)), codeOf: bundledCode("dist") });
  app.synth();
} catch (error) {
  endWith(error);
}
