import type { DatabaseStage } from "../config/mcp.ts";
import { readColumns } from "./columns.ts";
import { type AdminConnection, type Execute, SqlError } from "./connection.ts";
import { findMistakes } from "./find-mistakes.ts";
import { planSetup, type SetupOptions } from "./plan-setup.ts";

/** Questions that run hold locks for seconds, and questions that come wait behind this. */
const lockTimeout = "set local lock_timeout = '5s'";

/**
 * Makes role, schemas, functions and views in one transaction.
 * @throws Error with a sentence for each table or column that the database has not; nothing was changed then
 */
export const applySetup = (
  connection: AdminConnection,
  database: DatabaseStage,
  options: SetupOptions,
): Promise<void> =>
  connection.transaction(async (execute) => {
    const found = await readColumns(execute, database.tables);
    const mistakes = findMistakes(database.tables, found);
    if (mistakes.length > 0) throw new Error(`${mistakes.join("\n")}\nNothing was changed.`);
    for (const statement of [lockTimeout, ...planSetup(database, found, options)]) await run(execute, statement);
  });

/** @throws Error in one sentence when the database refuses it */
async function run(execute: Execute, statement: string): Promise<void> {
  try {
    await execute(statement);
  } catch (cause) {
    if (!(cause instanceof SqlError)) throw cause;
    const hint = cause.sqlState === "55P03" ? " Something else holds a lock: run this again." : "";
    throw new Error(`The database refused: ${cause.message}.${hint} Nothing was changed.`.replace("..", "."), {
      cause,
    });
  }
}
