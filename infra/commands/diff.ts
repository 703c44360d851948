// `npm run diff -- --stage dev`: what a deployment would change. It changes nothing.
import { runCdk } from "../aws/run-cdk.ts";
import { exitWith } from "../exit-with.ts";
import { prepareDeployment } from "../prepare-deployment.ts";
import { readStageCommand } from "../stage-command.ts";

const help = `Usage: npm run diff -- --stage <name> [--yes]

Shows what npm run deploy would change in the stacks of a stage (infra/stages/<name>.ts), and changes nothing. It prepares as deploy
does: compares account and region with the AWS credentials of this shell, reads what the identity provider publishes, and builds
the Lambdas. Templates are compared, without a change set: whether a changed resource is replaced is therefore a guess.

  --stage  the stage, such as dev
  --yes    accepted for pipelines; nothing is asked
  --help   this text`;

async function showDifferences(): Promise<void> {
  const command = await readStageCommand("diff", help);
  if (command === undefined) return;
  const env = await prepareDeployment(command.config, command.account);
  // Any other method creates a change set in the account, and with it the stacks that are not there yet.
  await runCdk(["diff", "--all", "--method", "template"], { env });
}

await showDifferences().catch(exitWith);
