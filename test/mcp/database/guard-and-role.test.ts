// The same statements at the guard, which has no database behind it: it refuses each, and more that the role lets through.
import { expect, test } from "vitest";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { GuardRefusal } from "../../../lib/mcp/guard/refusal.ts";
import type { Tables } from "../../../lib/mcp/settings.ts";
import { forbiddenStatements } from "./support/forbidden-statements.ts";
import { demoStage } from "./support/servers.ts";

const tables: Tables = Object.fromEntries(
  Object.entries(demoStage().tables).map(([name, { columns }]) => [
    name,
    {
      columns: Object.fromEntries(
        Object.entries(columns).map(([column, type]) => [
          column,
          typeof type === "string" ? { type } : { type: type.type },
        ]),
      ),
    },
  ]),
);

/** What the role cannot be kept from, or what is only gone since the connection is cleaned. */
const alone = [
  "explain select * from users",
  "explain (analyze) select * from users",
  "select pg_logical_emit_message(false, 'x', 'y')",
  "select pg_cancel_backend(1)",
  "select pg_terminate_backend(1)",
  "select pg_advisory_lock(1)",
  "select pg_notify('x', 'y')",
  "select query from pg_stat_activity",
  "select prosrc from pg_proc",
  "select relname, reltuples from pg_class",
  "select pg_relation_size(1259)",
  "select current_setting('patchbay.context')",
  "select set_config('patchbay.context', 'x', true)",
  "select pg_sleep(1)",
  "select lo_create(0)",
  "select txid_current()",
  "select database_to_xml(true, true, '')",
  "do $$ begin end $$",
  "prepare mine as select 1",
  "declare mine cursor with hold for select 1",
  "listen mine",
  "notify mine",
  "commit",
  "commit and chain",
  "rollback",
  "reset all",
  "discard all",
  "analyze",
  "copy (select 1) to stdout",
  "select inet_server_addr()",
  "select version()",
];

const statements = [...Object.values(forbiddenStatements).flat(), ...alone];

test.each(statements)("the guard refuses %s", async (sql) => {
  await expect(guardSql(sql, tables)).rejects.toBeInstanceOf(GuardRefusal);
});
