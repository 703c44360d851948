// `npm run aliases -- --stage dev`: prints a stage's other names of paths for the server in front of the API.
import { parseArgs } from "node:util";
import { generateEdgeFunction } from "../aliases/generate.ts";
import { generateNginxConfiguration } from "../aliases/generate-nginx.ts";
import { planAliases } from "../aliases/plan.ts";
import { exitWith } from "../exit-with.ts";
import { loadStage } from "../load-stage.ts";

const help = `Usage: npm run aliases -- --stage <name> [--for cloudfront|nginx]

Prints what maps the old names of paths, \`aliases\` in infra/stages/<name>.ts, to those of the API, for a server that you run in
front of it. It needs no AWS account, and changes nothing. Print it again whenever the aliases or the release change.

  --stage  the stage, such as dev
  --for    cloudfront (unless given): a CloudFront Function, runtime cloudfront-js-2.0, for viewer requests
           nginx: a map for the http block; the comments in it say how to use it
  --help   this text`;

const options = {
  stage: { type: "string" },
  for: { type: "string", default: "cloudfront" },
  help: { type: "boolean", default: false },
} as const;

const generators = new Map([
  ["cloudfront", generateEdgeFunction],
  ["nginx", generateNginxConfiguration],
]);

async function printAliases(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  if (!values.stage) throw new Error("Which stage? npm run aliases -- --stage dev");
  const generate = generators.get(values.for);
  if (!generate) throw new Error(`Nothing is written for "${values.for}": --for is cloudfront or nginx.`);
  const config = await loadStage(values.stage);
  const rules = planAliases(config);
  if (rules.aliases.length === 0)
    throw new Error(`The stage "${values.stage}" has no aliases: write some into its file in infra/stages.`);
  console.log(generate(rules));
}

await printAliases().catch(exitWith);
