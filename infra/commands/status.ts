// `npm run status -- --stage dev`: what of a stage is there, what is missing, and whether it answers. It changes nothing.
import { parseArgs } from "node:util";
import { type AwsAccount, requireAccount } from "../aws/account.ts";
import { readStackOutput } from "../aws/read-stack-output.ts";
import { isClosedByEdge } from "../config/edge.ts";
import type { Stage } from "../config.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { stackName } from "../names.ts";
import { describeStatus } from "../status/describe-status.ts";
import { listProblems, readStageState } from "../status/stage-state.ts";
import { challenges } from "../verify/challenges.ts";
import { listChecks } from "../verify/list-checks.ts";
import { describeResult, runChecks } from "../verify/run-checks.ts";

const variables = challenges.map(({ variable }) => variable).join(", ");

const help = `Usage: npm run status -- --stage <name> [--verify] [--token <token>] [--yes]

Shows a stage (infra/stages/<name>.ts) as it is in its AWS account, and changes nothing: its stacks, which client ids and secrets are
there (names, never values), its signing keys for EHRs, alarms that are raised, messages in dead-letter queues, and every address to
register at a provider. What is missing stands at the end, with what to do. Exit code 1 when something could not be read, or a
check of --verify failed. A secret that was made within the last five minutes may not be listed yet.

  --stage   the stage, such as dev
  --verify  also ask the stage's health endpoints, and of a stage with an edge that the API's own address is closed. Where the environment has ${variables}, also send
            the challenge that the provider sends when the address is registered there
  --token   with --verify: an administrator's access token, to list integrations and to ask each dependency
  --yes     accepted for pipelines; nothing is asked
  --help    this text

AWS_ENDPOINT_URL is honoured.`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ stage: text, token: text },
  ...{ verify: flag, yes: flag, help: flag },
} as const;

async function showStatus(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  if (values.token !== undefined && !values.verify) throw new Error("--token is for --verify: add it.");
  const config = await loadDeployableStage(values.stage, "npm run status -- --stage dev");
  const account = await requireAccount(config);
  const state = await readStageState(account, config);
  for (const line of describeStatus(config, state)) console.log(line);
  if (listProblems(state).length > 0) process.exitCode = 1;
  if (values.verify) await verify(config, account, values.token);
}

async function verify(config: Stage, { callAws }: AwsAccount, token: string | undefined): Promise<void> {
  const { publicBaseUrl, stage } = config;
  console.log(`Checks of ${publicBaseUrl}`);
  const closedAddress = isClosedByEdge(config)
    ? await readStackOutput(callAws, stackName(stage, "api"), "ApiEndpoint")
    : undefined;
  const results = await runChecks(listChecks({ publicBaseUrl, token, closedAddress }));
  for (const result of results) console.log(`  ${describeResult(result)}`);
  if (results.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

await showStatus().catch(exitWith);
