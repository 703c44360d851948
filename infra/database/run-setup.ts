// The steps of `npm run database`, with what they need given: the connection, the secrets, and how Lambdas sign.
import type { ContextKey } from "../../lib/mcp/database/context-key.ts";
import { type DatabaseStage, isThroughProxy } from "../config/mcp.ts";
import { databaseContextName } from "../names.ts";
import { applySetup } from "./apply-setup.ts";
import type { SignContext } from "./check/contexts.ts";
import type { Finding } from "./check/finding.ts";
import { checkDatabase } from "./check-database.ts";
import type { AdminConnection } from "./connection.ts";
import { keepContextKey, readKeys, type Secrets } from "./keep-context-key.ts";
import { keepLogin } from "./keep-login.ts";

export interface SetupRun {
  readonly stage: string;
  readonly database: DatabaseStage;
  readonly connection: AdminConnection;
  readonly secrets: Secrets;
  /** Signs as the Lambdas do. */
  readonly sign: (key: ContextKey) => SignContext;
  readonly print: (line: string) => void;
}

export interface SetupChoices {
  readonly revokePublic?: boolean;
  readonly rotateKey?: boolean;
  readonly rotatePassword?: boolean;
  readonly immediately?: boolean;
}

/** Sets the database up, makes what secrets are missing, and checks. @throws Error in one sentence */
export async function setUpDatabase(run: SetupRun, choices: SetupChoices = {}): Promise<Finding[]> {
  const { stage, database, connection, secrets, sign, print } = run;
  const { revokePublic = false, rotateKey = false, rotatePassword = false, immediately = false } = choices;
  await applySetup(connection, database, { stage, revokePublic });
  print(`Made the role, both schemas, and a view for each table: ${Object.keys(database.tables).join(", ")}.`);
  const key = await keepContextKey(connection.execute, secrets, stage, { rotate: rotateKey, immediately });
  print(`The key ${key.id} signs contexts, in the table and in ${databaseContextName(stage)}.`);
  if (hasOwnLogin(database)) {
    await keepLogin(connection.execute, secrets, stage, { rotate: rotatePassword });
    print("The role has the password of its secret.");
  }
  return checkDatabase(connection, database, sign(key));
}

/** Whether a password logs the role in, from a secret that is ours and not one that the stage's file names. */
const hasOwnLogin = ({ connection }: DatabaseStage): boolean =>
  isThroughProxy(connection) || (connection.adapter === "data-api" && connection.secretArn === undefined);

/** Checks without changing anything. @throws Error in one sentence */
export async function checkOnly({ stage, database, connection, secrets, sign }: SetupRun): Promise<Finding[]> {
  const name = databaseContextName(stage);
  const [key] = readKeys(name, await secrets.readSecret(name));
  return checkDatabase(connection, database, key && sign(key));
}

const headings = { holds: "holds", open: "open", missing: "MISSING", "to know": "to know" } as const;

/** @returns lines for the operator, what is missing last */
export function describeFindings(findings: readonly Finding[]): string[] {
  const order: readonly Finding["state"][] = ["holds", "to know", "open", "missing"];
  const sorted = order.flatMap((state) => findings.filter((finding) => finding.state === state));
  return sorted.map(({ state, text }) => `  ${headings[state].padEnd(8)} ${text}`);
}

export const isAnythingMissing = (findings: readonly Finding[]): boolean =>
  findings.some(({ state }) => state === "missing");
