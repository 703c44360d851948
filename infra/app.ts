// The CDK app, run by the CDK's command line. The stage is PATCHBAY_STAGE, else `--context stage=<name>`, else dev.
import { App } from "aws-cdk-lib";
import { createBundledCode, createPlaceholderCode } from "./code.ts";
import { readAccountConcurrency } from "./concurrency.ts";
import { readPassedVersion } from "./edge/origin-version.ts";
import { exitWith } from "./exit-with.ts";
import { loadStage, refuseEphemeralStage } from "./load-stage.ts";
import { addStacks } from "./stacks.ts";

/** Set by the local cloud, whose AWS is an emulator on this machine. */
const isEmulated = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(process.env.AWS_ENDPOINT_URL ?? "");

try {
  const app = new App();
  const name = process.env.PATCHBAY_STAGE ?? app.node.tryGetContext("stage") ?? "dev";
  if (!isEmulated) refuseEphemeralStage(String(name));
  // Removing a stage needs no code.
  const getCode = process.env.PATCHBAY_CODE === "none" ? createPlaceholderCode() : createBundledCode("dist");
  addStacks(app, {
    config: await loadStage(String(name)),
    getCode,
    ...readAccountConcurrency(),
    ...readPassedVersion(),
  });
  app.synth();
} catch (error) {
  exitWith(error);
}
