// `npm run import -- --stage dev --surface a --file rows.csv --tenant acme`: connections of an older system into this one.
import { parseArgs } from "node:util";
import { requireAccount } from "../aws/account.ts";
import { isEphemeral, type Stage } from "../config.ts";
import { exitWith } from "../exit-with.ts";
import { buildImportEnvironment } from "../import/environment.ts";
import { parseSurface } from "../import/surfaces.ts";
import { loadStage } from "../load-stage.ts";

const help = `Usage: npm run import -- --stage <name> --surface <a|b|c> --file <rows> --tenant <tenant> [options]

Takes connected accounts over from an older system (docs/moving-in.md): reads an export of its rows, opens the tokens with its
key, seals them under the stage's own and stores each as a connection that a callback would have written. An account that was
connected here later, or disconnected here, stays as it is. It may be stopped and repeated at any time. No token is ever printed.

The old key is read from the environment, or from the file of --from: OAUTH_ENCRYPTION_KEY (a), TOKEN_ENCRYPTION_KEY (b),
ENCRYPTION_KEY (c).

  --stage               the stage, such as dev
  --surface             which older system: a, b or c (docs/switching-over.md)
  --file                the rows: CSV with a header, or JSON lines
  --from                an .env file with the old key
  --tenant              the tenant of all rows, as the tokens of its users name it
  --tenant-column       or the column that names it in each row
  --without-tenant      or, where tokens name no tenant: every user is a tenant of their own
  --issuer              whose users they are, where the stage has several issuers: the name of the entry in its jwt
  --column              <field>=<column> for a column with another name; may be repeated
  --plain-tokens        the tokens are in plain text, whatever they look like
  --old-system-stopped  the old system redeems no refresh token any more. Needed for those that are good for one use
  --dry-run             decrypts, checks and counts; writes nothing
  --yes                 do not ask (for pipelines)
  --help                this text

Exit code 0: every row is there. 2: some were refused, with the reasons. 1: it could not run.
AWS_ENDPOINT_URL is honoured: with that of npm run dev, --stage local is a rehearsal.`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ stage: text, surface: text, file: text, from: text, tenant: text, "tenant-column": text, issuer: text },
  ...{
    "without-tenant": flag,
    "plain-tokens": flag,
    "old-system-stopped": flag,
    "dry-run": flag,
    yes: flag,
    help: flag,
  },
  column: { type: "string", multiple: true, default: [] as string[] },
} as const;

async function runImportCommand(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const surface = parseSurface(values.surface);
  if (!values.file) throw new Error("Which rows? --file <export of the old table>");
  const config = await loadImportStage(values.stage);
  const region = await showPlace(config);
  Object.assign(process.env, buildImportEnvironment(config, region));
  const { runImport } = await import("../import/run-import.ts");
  const isComplete = await runImport({
    config,
    surface,
    file: values.file,
    envFile: values.from,
    tenant: values.tenant,
    tenantColumn: values["tenant-column"],
    withoutTenant: values["without-tenant"],
    issuer: values.issuer,
    columns: values.column,
    isPlain: values["plain-tokens"],
    isOldSystemStopped: values["old-system-stopped"],
    isDryRun: values["dry-run"],
    isConfirmed: values.yes,
    actor: "import",
    print: console.log,
  });
  if (!isComplete) process.exitCode = 2;
}

/** @throws Error in one sentence, also for the local cloud's stage anywhere but there */
async function loadImportStage(name: string | undefined): Promise<Stage> {
  if (!name) throw new Error("Which stage? npm run import -- --stage dev");
  if (isEphemeral({ stage: name }) && !isLocalCloud())
    throw new Error(
      `The stage "${name}" is the local cloud's: set AWS_ENDPOINT_URL to its address, as npm run dev prints it.`,
    );
  return loadStage(name);
}

const isLocalCloud = (): boolean => /^http:\/\/(localhost|127\.0\.0\.1):/.test(process.env.AWS_ENDPOINT_URL ?? "");

/** Shows where is written, after comparing it with the stage's file. The local cloud has no account. */
async function showPlace(config: Stage): Promise<string> {
  if (!isEphemeral(config)) return (await requireAccount(config)).region;
  console.log(`Stage ${config.stage}: the local cloud at ${process.env.AWS_ENDPOINT_URL}`);
  return process.env.AWS_REGION ?? "us-east-1";
}

await runImportCommand().catch(exitWith);
