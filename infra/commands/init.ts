// `npm run init`: asks what a new stage needs, and writes its file and its .env file.
import { parseArgs } from "node:util";
import { providerIds } from "../../lib/provider-ids.ts";
import { findShellAccount } from "../aws/account.ts";
import type { Stage } from "../config.ts";
import { exitWith } from "../exit-with.ts";
import { askAtTerminal } from "../init/ask-at-terminal.ts";
import { type Ask, collectAnswers } from "../init/collect-answers.ts";
import { createStageFiles, refuseUsedName } from "../init/create-files.ts";
import type { Answers } from "../init/settings.ts";

const help = `Usage: npm run init -- [--stage <name>] [--yes] [options]

Asks what a new stage needs, and writes infra/stages/<name>.ts, with a comment on each setting, and .env.<name>, with the lines of the
chosen providers to fill in. Nothing that exists is overwritten, and nothing in AWS is changed. What an option says is not asked.

  --stage            the stage's name: 1 to 12 lower-case letters and digits, a letter first
  --account          12 digits; default: that of this shell's AWS credentials
  --region           default: that of this shell
  --public-base-url  origin at which the API is reached, such as https://app.example.com
  --app-url          where your front end lives; default: the same
  --issuer           of your users' tokens, exactly as in \`iss\`
  --audience         of these tokens; several are separated by commas
  --algorithm        of these tokens: RS256 (default), RS384, RS512, ES256 or HS256
  --client-id        of the settings page at the identity provider; default: patchbay-page
  --alarm-email      who gets the alarms; default: nobody
  --providers        some of ${providerIds.join(", ")}, separated by commas; or all
  --yes              ask nothing, and take the defaults (for pipelines)
  --help             this text`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ stage: text, account: text, region: text, "public-base-url": text, "app-url": text, issuer: text },
  ...{ audience: text, algorithm: text, "client-id": text, "alarm-email": text, providers: text },
  ...{ yes: flag, help: flag },
} as const;

async function init(): Promise<void> {
  const { values } = parseArgs({ options });
  const { stage, yes, help: isHelpWanted, ...given } = values;
  if (isHelpWanted) return console.log(help);
  const config = yes ? await create(stage, given) : await askAtTerminal((ask) => create(stage, given, ask));
  console.log(describeNext(config));
}

async function create(named: string | undefined, given: Answers, ask?: Ask): Promise<Stage> {
  const stage = named ?? (await ask?.("Name of the stage, such as prod: "))?.trim() ?? "";
  if (stage === "") throw new Error("Which stage? npm run init -- --stage prod");
  refuseUsedName(stage);
  const isPlaceGiven = given.account !== undefined && given.region !== undefined;
  const proposed = isPlaceGiven ? {} : await findShellAccount();
  return createStageFiles(stage, await collectAnswers({ given, proposed, ask }));
}

function describeNext({ stage, ehr }: Stage): string {
  const forStage = `-- --stage ${stage}`;
  const steps = [
    [`npm run bootstrap ${forStage}`, "prepares the account and region, once"],
    [`npm run secrets ${forStage} --from .env.${stage}`, `when .env.${stage} is filled in`],
    ...(ehr ? [[`npm run ehr-keys -- create --stage ${stage}`, "the keys that sign at EHRs, once"]] : []),
    [`npm run deploy ${forStage}`, "prints the addresses to register at its end"],
    [`npm run status ${forStage} --verify`, "what is missing, and whether it answers"],
  ];
  const width = Math.max(...steps.map(([command = ""]) => command.length));
  return [
    `Written: infra/stages/${stage}.ts and .env.${stage}. Next:`,
    ...steps.map(([command = "", about]) => `  ${command.padEnd(width)}  # ${about}`),
  ].join("\n");
}

await init().catch(exitWith);
