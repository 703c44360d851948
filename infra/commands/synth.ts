// `npm run synth -- --stage dev`: builds, writes the templates into cdk.out and checks them. Needs no AWS account.
import { parseArgs } from "node:util";
import { App } from "aws-cdk-lib";
import { bundleLambdas } from "../bundle.ts";
import { createBundledCode } from "../code.ts";
import { exitWith } from "../exit-with.ts";
import { loadStage } from "../load-stage.ts";
import { describeDatabaseCost } from "../mcp/describe-cost.ts";
import { addStacks } from "../stacks.ts";

const help = `Usage: npm run synth -- [--stage <name>]

Builds the Lambdas, writes the templates of a stage (infra/stages/<name>.ts) into cdk.out and checks them. Needs no AWS account.

  --stage  the stage; dev unless given
  --yes    accepted for pipelines; nothing is asked
  --help   this text`;

const flag = { type: "boolean", default: false } as const;
const options = { stage: { type: "string" }, yes: flag, help: flag } as const;

async function synth(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const config = await loadStage(values.stage ?? process.env.PATCHBAY_STAGE ?? "dev");
  await bundleLambdas();
  const app = new App({ outdir: "cdk.out" });
  addStacks(app, { config, getCode: createBundledCode("dist") });
  for (const { stackName, template } of app.synth().stacks) {
    const count = Object.keys(template.Resources ?? {}).length;
    console.log(`${String(count).padStart(4)} resources  ${stackName}`);
  }
  for (const line of describeDatabaseCost(config)) console.log(line);
}

await synth().catch(exitWith);
