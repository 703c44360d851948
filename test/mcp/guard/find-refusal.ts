import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { GuardRefusal } from "../../../lib/mcp/guard/refusal.ts";
import type { Tables } from "../../../lib/mcp/settings.ts";
import { demoTables } from "./demo-tables.ts";

/** Why the guard refuses a statement; undefined where it passes. @throws what is no refusal */
export async function findRefusal(sql: string, tables: Tables = demoTables): Promise<GuardRefusal | undefined> {
  try {
    await guardSql(sql, tables);
    return undefined;
  } catch (error) {
    if (error instanceof GuardRefusal) return error;
    throw error;
  }
}
