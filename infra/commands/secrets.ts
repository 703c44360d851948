// `npm run secrets -- --stage dev --from .env`: client ids into Parameter Store, secrets into Secrets Manager.
import { readFile } from "node:fs/promises";
import { parseArgs, parseEnv } from "node:util";
import { providerIds } from "../../lib/provider-ids.ts";
import { requireAccount } from "../aws/account.ts";
import type { Stage } from "../config.ts";
import { refuseSecondRotation } from "../edge/origin-version.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { clientIdsParameter } from "../names.ts";
import { createAwsVaults } from "../secrets/aws-vaults.ts";
import { type Plan, planSecrets } from "../secrets/plan.ts";
import { rotatedSecrets, type WriteOptions, writeSecrets } from "../secrets/write-secrets.ts";

const help = `Usage: npm run secrets -- --stage <name> --from <file> [--dry-run]
       npm run secrets -- --stage <name> --remove <provider>

Reads provider clients from an .env file (.env.example lists the names) and writes them where the Lambdas of a stage look:
client ids into one SSM parameter, secrets into Secrets Manager. Running Lambdas take them up within minutes, without a deployment.
A changed secret keeps the old value as the previous one. A provider whose lines are absent or empty stays as it is.
Secrets are named patchbay/<stage>/… and tagged patchbay:stage; a secret under such a name without the tag is never touched.
Those of 0.1.0 (<stage>/…) are copied to their new names. No value is ever printed.

  --stage    the stage, such as dev
  --from     the .env file
  --rotate   "channel-signing": a new secret for the tokens of push channels; it is made by the first run.
             "origin": a new secret for the stage's edge; deploy six minutes later, and the edge sends it
  --remove   a provider that is no longer to be offered, such as ${providerIds[0]}; may be repeated, and needs no file. Its secrets
             and its users' connections stay: a run with its lines in the file brings it back
  --forget-previous  after a leak, once the new values are in use: previous values of the file's secrets are no longer accepted
  --dry-run  only say what would be written
  --yes      accepted for pipelines; nothing is asked
  --help     this text

AWS_ENDPOINT_URL is honoured.`;

const options = {
  stage: { type: "string" },
  from: { type: "string" },
  rotate: { type: "string" },
  remove: { type: "string", multiple: true },
  "forget-previous": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function runSecretsCommand(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const usage = "npm run secrets -- --stage dev --from .env";
  if (!values.from && !values.remove) throw new Error(`Which stage and which file? ${usage}`);
  const rotate = rotatedSecrets.find((name) => name === values.rotate);
  if (values.rotate !== undefined && rotate === undefined)
    throw new Error(
      `"${values.rotate}" cannot be rotated here, only "channel-signing" and "origin": change other secrets in the file.`,
    );
  const config = await loadDeployableStage(values.stage, usage);
  const plan = planSecrets(values.from ? parseEnv(await readEnvFile(values.from)) : {}, config, values.remove);
  for (const notice of plan.notices) console.log(notice);
  const lines = values["dry-run"]
    ? describePlan(plan, config.stage)
    : await applyPlan(plan, config, { rotate, forget: values["forget-previous"] });
  for (const line of lines) console.log(line);
  if (rotate === "channel-signing") console.log("Wait a week before you rotate the secret of the push channels again.");
  if (rotate === "origin")
    console.log(`In six minutes, run npm run deploy -- --stage ${config.stage}: the edge sends it then.`);
}

async function applyPlan(plan: Plan, config: Stage, options: WriteOptions): Promise<string[]> {
  const account = await requireAccount(config);
  const { region } = account;
  if (options.rotate === "origin") {
    if (config.edge === undefined) throw new Error("This stage has no edge: set edge in its file first.");
    await refuseSecondRotation(config, account);
  }
  return writeSecrets(plan, config, createAwsVaults(config.stage, { region }), options);
}

function describePlan({ secrets, clientIds }: Plan, stage: string): string[] {
  const ids = Object.entries(clientIds).map(([provider, id]) => `${id === null ? "without" : "with"} ${provider}`);
  return [
    ...[...secrets.keys()].map((name) => `${name}: would be written`),
    `${clientIdsParameter(stage)}: would be written ${ids.join(", ") || "as it is"}`,
  ];
}

async function readEnvFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Error(`The file ${file} cannot be read: copy .env.example and fill it in.`, { cause });
  }
}

await runSecretsCommand().catch(exitWith);
