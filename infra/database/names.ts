// What `npm run database` makes in the operator's database. Views and grants of a stage depend on these names: never rename them.

export { readerRole, viewSchema } from "../../lib/mcp/database/reader.ts";

/** Schema of the keys and of the functions that check a context. The reader has no right on it. */
export const ownSchema = "patchbay";

/** Marks both schemas as ours, and whose: nothing in a schema with another comment is ever changed or dropped. */
export const formatSchemaComment = (stage: string): string =>
  `Made by Patchbay's npm run database for the stage ${stage}; its views answer questions.`;

/** Functions of PostgreSQL whose effect outlives a rolled back transaction, and which PUBLIC may call. */
export const farReachingFunctions = ["pg_logical_emit_message", "pg_cancel_backend", "pg_terminate_backend"] as const;
