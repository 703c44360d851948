// What each transaction sets before the statement. It ends with the transaction, and is rolled back with it.
import { viewSchema } from "./reader.ts";

const maxLockWaitMs = 1000;

/** How values are written as text, so that both adapters read the same whatever the database is set to. */
const formats: Readonly<Record<string, string>> = {
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  bytea_output: "hex",
};

const fixed: Readonly<Record<string, string>> = {
  // With pg_temp last: left out, PostgreSQL looks there for tables before anywhere else.
  search_path: `${viewSchema}, pg_catalog, pg_temp`,
  // As SET TRANSACTION READ ONLY: PostgreSQL refuses to switch it off again (25001).
  transaction_read_only: "on",
  lock_timeout: String(maxLockWaitMs),
  // The guard reads backslashes in plain strings as themselves. With this off, a string could end elsewhere than it saw.
  standard_conforming_strings: "on",
  ...formats,
};

/**
 * One statement that sets everything. `set_config` instead of SET LOCAL, because the context is a parameter and a SET takes none.
 * @param context the placeholder of the signed context @param timeout that of the statement's timeout, milliseconds as text
 */
export function buildSettingsStatement(context: string, timeout: string): string {
  const settings = [
    ["patchbay.context", context],
    ["statement_timeout", timeout],
    ["idle_in_transaction_session_timeout", timeout],
    ...Object.entries(fixed).map(([name, value]) => [name, `'${value}'`]),
  ];
  return `select ${settings.map(([name, value]) => `pg_catalog.set_config('${name}', ${value}, true)`).join(", ")}`;
}
