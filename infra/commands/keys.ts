// `npm run keys -- status --stage dev`: the data keys of the vault, under which tokens are sealed.
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { createDataKeyStore } from "../../lib/store/data-keys.ts";
import { createKeyService } from "../../lib/vault/key-service.ts";
import { createVault } from "../../lib/vault/seal.ts";
import { requireAccount } from "../aws/account.ts";
import type { Stage } from "../config.ts";
import { confirm } from "../confirm.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { keyAlias, tableName } from "../names.ts";
import type { KeyAdministration } from "./data-keys/administration.ts";
import { describeDataKeys } from "./data-keys/describe-keys.ts";
import { describeResealed, describeRetirement } from "./data-keys/describe-work.ts";
import { explainFailure } from "./data-keys/explain-failure.ts";
import { retireDataKeys } from "./data-keys/retire.ts";
import { resealStage, rotateDataKeys } from "./data-keys/rotate.ts";

const help = `Usage: npm run keys -- <status|rotate|reseal|retire> --stage <name> [--all | --tenant <tenant>] [--yes]

The data keys under which tokens and other values are sealed: rows of the table connections, wrapped by the stage's KMS key. Every
value names its key, so old ones open as long as their key is there. Tokens are opened and sealed in this process and nowhere shown;
the credentials of this shell need the stage's tables and its KMS key.

  status    the keys of each purpose and provider, and what is still sealed under replaced ones. Changes nothing
  rotate    a new key for each bucket, and what stays in the tables is sealed anew: tokens, connectors' API keys, secrets of hooks.
            The rest (deliveries, caches, exports, grants that wait to be revoked) ends with its rows, the last after 90 days.
            Broken off, it goes on when it is run again
  reseal    seals anew what is under replaced keys. Run it 15 minutes after rotate: so long Lambdas seal with a key they have in memory
  retire    finds replaced keys under which nothing is sealed, and deletes those it found so two hours ago too, for good. It never
            deletes a key that a row uses. Exit code 1 while replaced keys are in use

  --stage   the stage, such as dev
  --all     rotate the keys of the whole stage
  --tenant  rotate the keys of the buckets in which this tenant's users are; other tenants' rows there are left for reseal
  --yes     do not ask (for pipelines)
  --help    this text

AWS_ENDPOINT_URL is honoured.`;

const options = {
  stage: { type: "string" },
  all: { type: "boolean", default: false },
  tenant: { type: "string" },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const usage = "npm run keys -- status --stage dev";

async function runKeysCommand(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  const [verb = "", ...more] = positionals;
  if (!isVerb(verb) || more.length > 0) throw new Error(`status, rotate, reseal or retire? ${usage}`);
  const isScoped = values.all || values.tenant !== undefined;
  if (verb === "rotate" ? values.all === (values.tenant !== undefined) : isScoped)
    throw new Error(
      verb === "rotate" ? "Whose keys? Add --all or --tenant <tenant>." : `${verb} is for the whole stage.`,
    );
  const config = await loadDeployableStage(values.stage, usage);
  const { region } = await requireAccount(config);
  const question = questions[verb];
  if (question !== undefined && !values.yes) await confirm(question);
  const administration = createAdministration(config, region);
  const lines = await works[verb](administration, config, values.tenant).catch((error: unknown) => {
    throw explainFailure(error, config.stage);
  });
  console.log(lines.join("\n"));
}

const verbs = ["status", "rotate", "reseal", "retire"] as const;
type Verb = (typeof verbs)[number];

const isVerb = (word: string): word is Verb => verbs.some((verb) => verb === word);

const questions: Readonly<Partial<Record<Verb, string>>> = {
  rotate: "Make new data keys, and seal what stays in the tables anew?",
  reseal: "Seal anew what is under replaced data keys?",
  retire: "Delete replaced data keys that have not been in use for two hours, for good?",
};

type Work = (administration: KeyAdministration, config: Stage, tenant: string | undefined) => Promise<string[]>;

/** What each verb does. @returns lines for the person */
const works: Readonly<Record<Verb, Work>> = {
  status: describeDataKeys,
  async rotate(administration, { stage, keys: { buckets } }, tenant) {
    const done = await rotateDataKeys(administration, { tenant, buckets });
    return [...describeResealed(done), `In 15 minutes: npm run keys -- reseal --stage ${stage}`];
  },
  reseal: async (administration) => describeResealed(await resealStage(administration)),
  async retire(administration) {
    const retirement = await retireDataKeys(administration);
    if (retirement.inUse.size > 0) process.exitCode = 1;
    return describeRetirement(retirement);
  },
};

function createAdministration(config: Stage, region: string): KeyAdministration {
  const {
    stage,
    keys: { buckets, maxAgeDays },
  } = config;
  const client = new DynamoDBClient({ region, maxAttempts: 10 });
  const connections = tableName(config, "connections");
  const vault = createVault({
    keys: createKeyService({ client: new KMSClient({ region, maxAttempts: 1 }), keyId: keyAlias(stage), stage }),
    store: createDataKeyStore(client, connections),
    ...{ buckets, maxKeyAgeDays: maxAgeDays, deadlineMs: 20_000 },
    // What fails is in the result, or ends the command.
    report: () => {},
  });
  const tables = {
    ...{ connections, transient: tableName(config, "transient"), deliveries: tableName(config, "deliveries") },
  };
  return { client, tables, vault, now: Date.now, print: console.log };
}

await runKeysCommand().catch(exitWith);
