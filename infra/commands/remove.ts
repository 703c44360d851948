// `npm run remove -- --stage dev`: deletes the stacks of a stage, but not its data. Needs no bundles.
import { runCdk } from "../aws/run-cdk.ts";
import { exitWith } from "../exit-with.ts";
import { clientIdsParameter, signingKeysAlias, stackName } from "../names.ts";
import { listRemovableStacks } from "../removable-stacks.ts";
import { readStageCommand } from "../stage-command.ts";

const help = `Usage: npm run remove -- --stage <name> [--yes]

Deletes every stack of a stage (infra/stages/<name>.ts) but the one with its data: the API, the Lambdas, the queues with what
waits in them, and the alarms. The tables, the encryption key and the secrets stay, and a new deployment takes them up again.

  --stage  the stage, such as dev
  --yes    do not ask (for pipelines)
  --help   this text`;

async function remove(): Promise<void> {
  const command = await readStageCommand("remove", help);
  if (command === undefined) return;
  const { config, account, isConfirmed } = command;
  const stacks = listRemovableStacks(config);
  const env = { PATCHBAY_STAGE: config.stage, PATCHBAY_CODE: "none", AWS_REGION: account.region };
  // Exclusively: without it the CDK would also delete what depends on the named stacks, and ask for what they depend on.
  await runCdk(["destroy", ...stacks, "--exclusively", ...(isConfirmed ? ["--force"] : [])], { env });
  console.log(describeRest(config.stage));
}

const describeRest = (stage: string) => `The data of the stage ${stage} stays. To delete it too, for good:
  the stack ${stackName(stage, "data")}: end its termination protection, delete it, then its tables and its key by hand
  the signing keys whose aliases begin with ${signingKeysAlias(stage)}-, if there are some
  the secrets whose names begin with patchbay/${stage}/, and the parameter ${clientIdsParameter(stage)}`;

await remove().catch(exitWith);
