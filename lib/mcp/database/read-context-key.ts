import { Problem } from "../../errors.ts";
import { count } from "../../metrics.ts";
import { readDatabaseContextKey } from "../../store/secrets.ts";
import type { ContextKey } from "./context-key.ts";
import { parseContextKey } from "./sign-context.ts";

/**
 * The key that contexts are signed with, as `npm run database` has stored it.
 * @throws Problem not_configured when there is none, provider_unavailable when Secrets Manager does not answer
 */
export async function readContextKey(): Promise<ContextKey> {
  const text = await readDatabaseContextKey();
  if (text !== undefined) return parseContextKey(text);
  count("SecretMissing", { secret: "database-context" });
  throw new Problem("not_configured", { detail: "The database is not set up for questions yet." });
}
