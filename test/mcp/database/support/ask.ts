import { type Database, type DatabaseContext, DatabaseError } from "../../../../lib/mcp/database/port.ts";

export const ada: DatabaseContext = { tenant: "acme", user: "ada" };
export const cleo: DatabaseContext = { tenant: "globex", user: "cleo" };

/** Asks with the guard out of the way. @returns the rows' cells, or why there are none: the SQLSTATE, else the port's own reason */
export async function ask(
  database: Database,
  sql: string,
  { context = ada, timeoutMs = 2000 }: { context?: DatabaseContext; timeoutMs?: number } = {},
): Promise<readonly (readonly unknown[])[] | string> {
  try {
    return (await database.query({ sql, context, maxBytes: 1_000_000, timeoutMs })).rows;
  } catch (error) {
    if (error instanceof DatabaseError) return error.sqlState ?? error.reason;
    throw error;
  }
}
