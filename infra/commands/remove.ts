// `npm run remove -- --stage dev`: deletes the stacks of a stage, but not its data. Needs no bundles.
import { parseArgs } from "node:util";
import { requireAccount } from "../aws/account.ts";
import { runCdk } from "../aws/run-cdk.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { clientIdsParameter, stackName } from "../names.ts";
import { listRemovableStacks } from "../removable-stacks.ts";

const help = `Usage: npm run remove -- --stage <name> [--yes]

Deletes every stack of a stage (infra/stages/<name>.ts) but the one with its data: the API, the Lambdas, the queues with what
waits in them, and the alarms. The tables, the encryption key and the secrets stay, and a new deployment takes them up again.

  --stage  the stage, such as dev
  --yes    do not ask (for pipelines)
  --help   this text`;

const options = {
  stage: { type: "string" },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function remove(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const config = await loadDeployableStage(values.stage, "npm run remove -- --stage dev");
  const { region } = await requireAccount(config);
  const stacks = listRemovableStacks(config.stage);
  const env = { PATCHBAY_STAGE: config.stage, PATCHBAY_CODE: "none", AWS_REGION: region };
  // Exclusively: without it the CDK would also delete what depends on the named stacks, and ask for what they depend on.
  await runCdk(["destroy", ...stacks, "--exclusively", ...(values.yes ? ["--force"] : [])], { env });
  console.log(describeRest(config.stage));
}

const describeRest = (stage: string) => `The data of the stage ${stage} stays. To delete it too, for good:
  the stack ${stackName(stage, "data")}: end its termination protection, delete it, then its tables and its key by hand
  the secrets whose names begin with patchbay/${stage}/, and the parameter ${clientIdsParameter(stage)}`;

await remove().catch(exitWith);
