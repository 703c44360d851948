// `npm run ehr-keys -- status --stage dev`: the keys with which this stage's systems authenticate at EHRs.
import { parseArgs } from "node:util";
import { requireAccount } from "../aws/account.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { createKeyStore } from "../signing-keys/key-store.ts";
import { createMissingKeys, describeKeys, rotateKeys } from "../signing-keys/rotate.ts";

const help = `Usage: npm run ehr-keys -- <status|create|rotate> --stage <name> [--now]

Backend services authenticate at EHRs with assertions that are signed in AWS KMS; the private keys cannot leave it. Their public halves
are at <publicBaseUrl>/.well-known/jwks.json, the address to register at each EHR. Running Lambdas take up a change within minutes.

  status   the current, the next and the previous key of each algorithm (RS384 and ES384)
  create   makes what is missing: a current and a next key each. Run it once per stage; each key costs 1 USD a month
  rotate   the next key becomes the current one, a new next key is published, and the current one stays published as the previous
           until the rotation after; then KMS deletes it, 30 days later

  --stage  the stage, such as dev
  --now    rotate although the next key was published less than two hours ago: when the current key may be known to somebody.
           EHRs that keep our keys for an hour refuse us until they read them again
  --yes    accepted for pipelines; nothing is asked
  --help   this text

AWS_ENDPOINT_URL is honoured.`;

const options = {
  stage: { type: "string" },
  now: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function runKeyCommand(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  const usage = "npm run ehr-keys -- status --stage dev";
  const [verb = "", ...more] = positionals;
  if (!["status", "create", "rotate"].includes(verb) || more.length > 0)
    throw new Error(`status, create or rotate? ${usage}`);
  const config = await loadDeployableStage(values.stage, usage);
  if (config.ehr === undefined)
    throw new Error(`The stage "${config.stage}" has no EHRs: set \`ehr\` in infra/stages/${config.stage}.ts first.`);
  const { region } = await requireAccount(config);
  const store = createKeyStore(config.stage, { region });
  if (verb === "create") print(await createMissingKeys(store, config.stage), "All keys are there already.");
  if (verb === "rotate")
    print(await rotateKeys(store, config.stage, { immediately: values.now, now: Date.now }), "Nothing was rotated.");
  print(await describeKeys(store, config.stage), "");
}

const print = (lines: readonly string[], otherwise: string) => console.log(lines.join("\n") || otherwise);

await runKeyCommand().catch(exitWith);
