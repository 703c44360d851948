// `npm run remove -- --stage dev`: deletes the stacks of a stage and, where it is told so by name, its data. Needs no bundles.
import { parseArgs } from "node:util";
import { type AwsAccount, requireAccount } from "../aws/account.ts";
import { runCdk } from "../aws/run-cdk.ts";
import type { Stage } from "../config.ts";
import { confirm } from "../confirm.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { stackName } from "../names.ts";
import { listRemovableStacks } from "../removable-stacks.ts";
import {
  deleteKeys,
  deleteSecrets,
  deleteTables,
  endTableProtection,
  findStageKey,
  type Removal,
} from "../removal/delete-data.ts";
import { describeData, describeElsewhere, describeRemoval, describeRest } from "../removal/describe-removal.ts";
import { endTerminationProtection } from "../removal/end-termination-protection.ts";

const help = `Usage: npm run remove -- --stage <name> [--data <name>] [--yes]

Deletes every stack of a stage (infra/stages/<name>.ts) but the one with its data: the API, the Lambdas with their logs, the queues
with what waits in them, and the alarms. The tables, the encryption key and the secrets stay, and a new deployment takes them up again.
It says first what goes, and at its end what stays. Broken off, it may be run again.

  --stage  the stage, such as dev
  --data   the stage's name once more: delete its data too, for good. All tokens are lost; secrets and keys can be restored for 30 days
  --yes    do not ask (for pipelines)
  --help   this text

AWS_ENDPOINT_URL is honoured.`;

const options = {
  stage: { type: "string" },
  data: { type: "string" },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function remove(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const config = await loadDeployableStage(values.stage, "npm run remove -- --stage dev");
  const { stage } = config;
  if (values.data !== undefined && values.data !== stage)
    throw new Error(`--data is "${values.data}", and the stage is "${stage}": nothing was deleted.`);
  const account = await requireAccount(config);
  const isWithData = values.data !== undefined;
  const stacks = listRemovableStacks(config);
  print([...describeRemoval(stacks), ...(isWithData ? describeData(config) : [])]);
  if (!values.yes) await confirm(`Delete this of the stage ${stage}?`);
  await destroyStacks(config, account, stacks);
  if (!isWithData) return print(describeRest(config));
  await deleteData(config, account);
  print(["What stays:", ...describeElsewhere(stage)]);
}

/** Exclusively: without it the CDK would also delete what depends on the named stacks, and ask for what they depend on. */
function destroyStacks({ stage }: Stage, { region }: AwsAccount, stacks: readonly string[]): Promise<void> {
  const env = { PATCHBAY_STAGE: stage, PATCHBAY_CODE: "none", AWS_REGION: region };
  return runCdk(["destroy", ...stacks, "--exclusively", "--force"], { env });
}

/** The key goes last: until then everything else can still be read. */
async function deleteData(config: Stage, account: AwsAccount): Promise<void> {
  const removal: Removal = { ...account, ...config, region: account.region, print: console.log };
  const stageKey = await findStageKey(removal);
  const stack = stackName(config.stage, "data");
  await endTerminationProtection(account.callAws, stack);
  await endTableProtection(removal);
  await destroyStacks(config, account, [stack]);
  await deleteTables(removal);
  await deleteSecrets(removal);
  await deleteKeys(removal, stageKey);
}

const print = (lines: readonly string[]) => console.log(lines.join("\n"));

await remove().catch(exitWith);
