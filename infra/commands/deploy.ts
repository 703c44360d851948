// `npm run deploy -- --stage dev`: builds and deploys every stack of a stage into the AWS account that its file names.
import type { AwsAccount } from "../aws/account.ts";
import { checkBootstrap } from "../aws/check-bootstrap.ts";
import { describeLeftStacks } from "../aws/left-stacks.ts";
import { runCdk } from "../aws/run-cdk.ts";
import { clearStaleThrottles } from "../aws/stale-throttles.ts";
import { exitWith } from "../exit-with.ts";
import { httpApiName } from "../names.ts";
import { prepareDeployment } from "../prepare-deployment.ts";
import { routes } from "../routes.ts";
import { readStageCommand } from "../stage-command.ts";
import { describeNextSteps } from "../status/describe-status.ts";
import { describeAbsentSecrets } from "../status/find-missing.ts";
import { readCredentials } from "../status/stage-state.ts";

const help = `Usage: npm run deploy -- --stage <name> [--yes]

Builds the Lambdas and deploys all stacks of a stage (infra/stages/<name>.ts) into the account and region that its file names.
Before anything is built or changed it compares them with the AWS credentials of this shell, looks whether they are prepared
(npm run bootstrap, once for each account and region), reads what the identity provider publishes, whether the edge's certificate is
issued for its host, and how many Lambdas the account runs at a time, and says which secrets are not there yet. At its end it prints the addresses to register at the providers, and what
is still missing.

  --stage  the stage, such as dev
  --yes    do not ask before permissions change (for pipelines)
  --help   this text`;

async function deploy(): Promise<void> {
  const command = await readStageCommand("deploy", help);
  if (command === undefined) return;
  const { config, account, isConfirmed } = command;
  await checkBootstrap(account, config.stage);
  for (const line of describeAbsentSecrets(config, await readCredentials(account, config))) console.log(line);
  const env = await prepareDeployment(config, account);
  await clearThrottles(account, config.stage);
  await runCdk(["deploy", "--all", "--require-approval", isConfirmed ? "never" : "broadening"], { env });
  const left = await describeLeftStacks(account.callAws, config);
  for (const line of [...left, ...describeNextSteps(config, await readCredentials(account, config))]) console.log(line);
}

async function clearThrottles({ callAws }: AwsAccount, stage: string): Promise<void> {
  const keys = routes.map(({ on }) => on);
  const cleared = await clearStaleThrottles(callAws, httpApiName(stage), keys);
  for (const key of cleared) console.log(`The throttle of ${key} is deleted: this release has no such route.`);
}

await deploy().catch(exitWith);
