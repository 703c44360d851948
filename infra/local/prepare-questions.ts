// What an operator does for questions to a database, done for the demo's: `npm run database` and `npm run secrets`.

import { type ContextKey, formatContextKey } from "../../lib/mcp/database/context-key.ts";
import type { DatabaseStage } from "../config/mcp.ts";
import { applySetup } from "../database/apply-setup.ts";
import { connectPg } from "../database/connect-pg.ts";
import { createContextKey, storeContextKey } from "../database/context-key.ts";
import { setReaderPassword } from "../database/keep-login.ts";
import { readerRole } from "../database/names.ts";
import { databaseContextName, mcpSwitchesName } from "../names.ts";
import { clockOffsetMs } from "./clock-offset.ts";

/** The demo's login for questions. */
export const localReader = { user: readerRole, password: "sandbox-database-password" } as const;

/**
 * Sets the database up as for a stage.
 * @param url the superuser's
 * @returns the key that contexts are signed with
 */
export async function prepareDatabase(url: string, stage: string, database: DatabaseStage): Promise<ContextKey> {
  const connection = await connectPg({ connectionString: url });
  try {
    // The server's clock is the real one, and the Lambdas' is shifted in some runs of the tests.
    const clock = `clock_timestamp() + interval '${clockOffsetMs()} milliseconds'`;
    await applySetup(connection, database, { stage, clock });
    await setReaderPassword(connection.execute, localReader.password);
    const key = createContextKey();
    await storeContextKey(connection.execute, key);
    return key;
  } finally {
    await connection.close();
  }
}

/** The secrets of questions, by their names in Secrets Manager. */
export const listQuestionSecrets = (stage: string, key: ContextKey): [name: string, secret: string][] => [
  [mcpSwitchesName(stage), JSON.stringify({ autoConnect: true, postgres: true, caching: true })],
  [databaseContextName(stage), formatContextKey(key)],
];
