// `npm run deploy -- --stage dev`: builds and deploys every stack of a stage into the AWS account of the shell's credentials.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { requireAccount } from "../account.ts";
import { bundleLambdas } from "../bundle.ts";
import { exitWith } from "../exit-with.ts";
import { loadStage } from "../load-stage.ts";

const help = `Usage: npm run deploy -- --stage <name> [--yes]

Builds the Lambdas and deploys all stacks of a stage (infra/stages/<name>.ts) with the AWS credentials and region of this shell.

  --stage  the stage, such as dev
  --yes    do not ask before permissions change (for pipelines)
  --help   this text`;

const options = {
  stage: { type: "string" },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function deploy(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  if (!values.stage) throw new Error("Which stage? npm run deploy -- --stage dev");
  const config = await loadStage(values.stage);
  await requireAccount();
  await bundleLambdas();
  await cdkDeploy(config.stage, values.yes ? "never" : "broadening");
}

function cdkDeploy(stage: string, approval: "never" | "broadening"): Promise<void> {
  const child = spawn("cdk", ["deploy", "--all", "--no-notices", "--require-approval", approval], {
    stdio: "inherit",
    env: { ...process.env, PATCHBAY_STAGE: stage },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`The deployment failed: cdk ended with ${code}.`)),
    );
  });
}

await deploy().catch(exitWith);
