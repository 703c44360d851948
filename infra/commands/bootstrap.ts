// `npm run bootstrap -- --stage dev`: prepares the account and region of a stage for the CDK, once. Needs no bundles.
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { requireAccount } from "../aws/account.ts";
import { runCdk } from "../aws/run-cdk.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { edgeRegion } from "../names.ts";

const help = `Usage: npm run bootstrap -- --stage <name> [--yes]

Prepares the AWS account and region of a stage (infra/stages/<name>.ts) for deployments: the CDK's bucket and roles, which all
stages of that account and region share. Needed once; repeating it updates them. A stage with an edge needs it in us-east-1 too.

  --stage  the stage, such as dev
  --yes    accepted for pipelines; nothing is asked
  --help   this text`;

const flag = { type: "boolean", default: false } as const;
const options = { stage: { type: "string" }, yes: flag, help: flag } as const;

async function bootstrap(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const config = await loadDeployableStage(values.stage, "npm run bootstrap -- --stage dev");
  const { account, region } = await requireAccount(config);
  // Elsewhere than in the repository, whose cdk.json would have the whole app synthesized.
  const regions = new Set(config.edge ? [region, edgeRegion] : [region]);
  const environments = [...regions].map((each) => `aws://${account}/${each}`);
  await runCdk(["bootstrap", ...environments], { env: { AWS_REGION: region }, cwd: tmpdir() });
}

await bootstrap().catch(exitWith);
