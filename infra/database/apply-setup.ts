import type { DatabaseStage } from "../config/mcp.ts";
import { readColumns } from "./columns.ts";
import type { AdminConnection } from "./connection.ts";
import { findMistakes } from "./find-mistakes.ts";
import { planSetup, type SetupOptions } from "./plan-setup.ts";

/**
 * Makes role, schemas, functions and views in one transaction.
 * @throws Error with a sentence for each table or column that the database has not; nothing was changed then
 */
export const applySetup = (connection: AdminConnection, stage: DatabaseStage, options?: SetupOptions): Promise<void> =>
  connection.transaction(async (execute) => {
    const found = await readColumns(execute, stage.tables);
    const mistakes = findMistakes(stage.tables, found);
    if (mistakes.length > 0) throw new Error(`${mistakes.join("\n")}\nNothing was changed.`);
    for (const statement of planSetup(stage, found, options)) await execute(statement);
  });
