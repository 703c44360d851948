// `npm run deploy -- --stage dev`: builds and deploys every stack of a stage into the AWS account that its file names.
import type { AwsAccount } from "../aws/account.ts";
import { checkIssuers } from "../aws/check-issuer.ts";
import { describeLeftStacks } from "../aws/left-stacks.ts";
import { runCdk } from "../aws/run-cdk.ts";
import { clearStaleThrottles } from "../aws/stale-throttles.ts";
import { bundleLambdas } from "../bundle.ts";
import { describeConcurrency, parseAccountConcurrency, passAccountConcurrency } from "../concurrency.ts";
import { exitWith } from "../exit-with.ts";
import { describeDatabaseCost } from "../mcp/describe-cost.ts";
import { httpApiName } from "../names.ts";
import { routes } from "../routes.ts";
import { readStageCommand } from "../stage-command.ts";

const help = `Usage: npm run deploy -- --stage <name> [--yes]

Builds the Lambdas and deploys all stacks of a stage (infra/stages/<name>.ts) into the account and region that its file names.
Before anything is changed it compares them with the AWS credentials of this shell, and reads what the identity provider
publishes. Run npm run bootstrap once for each account and region first.

  --stage  the stage, such as dev
  --yes    do not ask before permissions change (for pipelines)
  --help   this text`;

async function deploy(): Promise<void> {
  const command = await readStageCommand("deploy", help);
  if (command === undefined) return;
  const { config, account, isConfirmed } = command;
  await checkIssuers(config);
  const concurrency = await readConcurrency(account);
  for (const line of describeDatabaseCost(config)) console.log(line);
  await bundleLambdas();
  await clearThrottles(account, config.stage);
  await runCdk(["deploy", "--all", "--require-approval", isConfirmed ? "never" : "broadening"], {
    env: { PATCHBAY_STAGE: config.stage, AWS_REGION: account.region, ...passAccountConcurrency(concurrency) },
  });
  for (const line of await describeLeftStacks(account.callAws, config)) console.log(line);
}

async function readConcurrency({ callAws }: AwsAccount): Promise<number> {
  const answer = await callAws({ service: "lambda", method: "GET", path: "/2016-08-19/account-settings" });
  const limit = parseAccountConcurrency(answer);
  const notice = describeConcurrency(limit);
  if (notice) console.log(notice);
  return limit;
}

async function clearThrottles({ callAws }: AwsAccount, stage: string): Promise<void> {
  const keys = routes.map(({ on }) => on);
  const cleared = await clearStaleThrottles(callAws, httpApiName(stage), keys);
  for (const key of cleared) console.log(`The throttle of ${key} is deleted: this release has no such route.`);
}

await deploy().catch(exitWith);
