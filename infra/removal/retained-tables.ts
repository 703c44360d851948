import { createdTableName, type TableName, type TableOwner } from "../names.ts";

/** Tables that are protected from deletion, and that CloudFormation leaves when it deletes their stack. */
export const retainedTables = ["connections", "audit", "feed"] as const satisfies readonly TableName[];

/** The names of the tables that outlive the stack with the data: those, and what was restored under another name. */
export function listRetainedTables({ stage, restoredTables }: TableOwner): string[] {
  const restored = Object.values(restoredTables).flatMap((table) => (table === undefined ? [] : [table.name]));
  return [...new Set([...retainedTables.map((table) => createdTableName(stage, table)), ...restored])];
}
