import type { TableName } from "../names.ts";

/** Tables that are protected from deletion, and that CloudFormation leaves when it deletes their stack. */
export const retainedTables = ["connections", "audit", "feed"] as const satisfies readonly TableName[];
