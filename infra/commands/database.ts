// `npm run database -- --stage dev`: makes what questions need in the operator's database, and attacks it afterwards.
import { parseArgs } from "node:util";
import { signContext } from "../../lib/mcp/database/sign-context.ts";
import { type AwsAccount, requireAccount } from "../aws/account.ts";
import type { DatabaseStage } from "../config/mcp.ts";
import type { Stage } from "../config.ts";
import { confirm } from "../confirm.ts";
import { assumeColumns } from "../database/assume-columns.ts";
import { connectDataApi } from "../database/connect-data-api.ts";
import { connectPg } from "../database/connect-pg.ts";
import type { AdminConnection } from "../database/connection.ts";
import { planSetup } from "../database/plan-setup.ts";
import { readAdminLogin } from "../database/read-admin-login.ts";
import { removeSetup } from "../database/remove-setup.ts";
import { checkOnly, describeFindings, isAnythingMissing, type SetupRun, setUpDatabase } from "../database/run-setup.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { createAwsVaults } from "../secrets/aws-vaults.ts";

const help = `Usage: npm run database -- --stage <name> [--print | --check | --remove] [--yes] [options]

Prepares the PostgreSQL that questions are asked of (\`mcp.database\` in infra/stages/<name>.ts; docs/questions.md explains it):
a role that may read views and nothing else, a view for each table of the stage's file, and functions that check whom a question
is for. Makes the key that contexts are signed with, in the database and in Secrets Manager together. It may be repeated at any
time, and must be after a change of the tables in the stage's file. Then it tries as the role what must not work.

The login is yours, of a user that may create roles and read the tables, from DATABASE_ADMIN_URL, or from PGHOST, PGUSER,
PGPASSWORD and so on; never on the command line. Through the Data API: --admin-secret.

  --stage            the stage, such as dev
  --print            only print the SQL, with nothing changed and no login needed
  --check            only try what must not work; exit code 1 when something essential is missing
  --remove           drop the role, the views, the functions and the keys; your tables stay
  --admin-secret     for the Data API: the ARN of the secret with your own login
  --revoke-public    also take from PUBLIC what the check calls open: temporary tables, creating in the schema public, and
                     calling functions that run with their owner's rights, or that reach beyond a transaction. Your own
                     application may need these: look first
  --rotate-key       a new key for contexts; the one before stays valid until the next rotation
  --rotate-password  for the Data API and for RDS Proxy: a new password for the role
  --now              rotate although the key is younger than 15 minutes; questions fail for minutes
  --yes              do not ask (for pipelines)
  --help             this text

AWS_ENDPOINT_URL is honoured.`;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ stage: text, "admin-secret": text, print: flag, check: flag, remove: flag, yes: flag },
  ...{ "revoke-public": flag, "rotate-key": flag, "rotate-password": flag, now: flag, help: flag },
};

async function runDatabaseCommand(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  if ([values.print, values.check, values.remove].filter(Boolean).length > 1)
    throw new Error("Only one of --print, --check and --remove at a time.");
  const config = await loadDeployableStage(values.stage, "npm run database -- --stage dev");
  const database = requireDatabase(config);
  const revokePublic = values["revoke-public"];
  if (values.print) return printSql(config.stage, database, revokePublic);
  const account = await requireAccount(config);
  const connection = await connect(database, account, values["admin-secret"]);
  try {
    const run = { stage: config.stage, database, connection, sign: signWith, print: console.log };
    const setup = { ...run, secrets: createAwsVaults(config.stage, { region: account.region }) };
    console.log(connection.place);
    if (values.check) return report(await checkOnly(setup));
    if (!values.yes) await confirm(`${values.remove ? "Remove what questions need from" : "Prepare"} this database?`);
    if (values.remove) return await remove(connection, config.stage);
    const choices = { rotateKey: values["rotate-key"], rotatePassword: values["rotate-password"] };
    report(await setUpDatabase(setup, { ...choices, revokePublic, immediately: values.now }));
  } finally {
    await connection.close();
  }
}

function requireDatabase({ stage, mcp }: Stage): DatabaseStage {
  if (mcp?.database) return mcp.database;
  throw new Error(`The stage "${stage}" asks no database: set \`mcp.database\` in infra/stages/${stage}.ts first.`);
}

function printSql(stage: string, database: DatabaseStage, revokePublic: boolean): void {
  console.log(
    "-- The types of columns are those of the stage's file. The key for contexts is made when this command runs without --print.",
  );
  const statements = planSetup(database, assumeColumns(database.tables), { stage, revokePublic });
  console.log(["begin", ...statements, "commit"].map((statement) => `${statement};`).join("\n\n"));
}

/** @throws Error in one sentence when there is no login, or the database does not answer */
async function connect(
  { connection }: DatabaseStage,
  { callAws }: AwsAccount,
  adminSecretArn: string | undefined,
): Promise<AdminConnection> {
  if (connection.adapter === "local") throw new Error("npm run dev prepares a database on this machine itself.");
  if (connection.adapter === "data-api") {
    const { clusterArn, database } = connection;
    if (!adminSecretArn) throw new Error("Whose login? Add --admin-secret with the ARN of the secret that has yours.");
    return connectDataApi(callAws, { clusterArn, database, adminSecretArn });
  }
  const login = readAdminLogin(connection.database);
  if (login) return connectPg(login);
  throw new Error(
    "Whose login? Set DATABASE_ADMIN_URL, or PGHOST, PGUSER and PGPASSWORD, to a user that may create roles.",
  );
}

const signWith: SetupRun["sign"] = (key) => (context, database, now) => signContext(context, database, key, now);

async function remove(connection: AdminConnection, stage: string): Promise<void> {
  const dropped = await removeSetup(connection, stage);
  console.log(dropped.map((thing) => `Dropped the ${thing}.`).join("\n") || "There was nothing to remove.");
  console.log(`The secrets whose names begin with patchbay/${stage}/database/ stay: delete them by hand.`);
}

function report(findings: Parameters<typeof describeFindings>[0]): void {
  console.log(describeFindings(findings).join("\n"));
  if (!isAnythingMissing(findings)) return;
  console.log("Something essential is missing: questions are not safe, or fail.");
  process.exitCode = 1;
}

await runDatabaseCommand().catch(exitWith);
