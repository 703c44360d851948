import { expect, test } from "vitest";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { limitRows } from "../../../lib/mcp/guard/limit-rows.ts";
import { allowedQueries } from "./allowed-queries.ts";
import { demoTables } from "./demo-tables.ts";
import { findRefusal } from "./find-refusal.ts";
import { forbiddenQueries } from "./forbidden-queries.ts";

test.each(allowedQueries)("lets pass: %s", async (sql) => {
  expect(await findRefusal(sql)).toBeUndefined();
});

test.each(forbiddenQueries)("refuses: %s", async (sql, rule) => {
  expect((await findRefusal(sql))?.rule).toBe(rule);
});

test("answers the statement as it was written, without what surrounds it", async () => {
  const statement = 'SELECT \'Ünï→𝄞 -- no comment\', "/* nor", $$ this */ $$ \n FROM users, (SELECT 1 AS "/* nor") t';
  expect(await guardSql(`\n\t ${statement} ; \n-- after`, demoTables)).toBe(statement);
  expect(await guardSql("SELECT 1 AS a\u00a0", demoTables)).toBe("SELECT 1 AS a\u00a0");
});

test("leaves out semicolons before and after the statement", async () => {
  expect(await guardSql(" ; ;SELECT 1 AS a ; ; ", demoTables)).toBe("SELECT 1 AS a");
  expect(await guardSql(";;SELECT 'é'", demoTables)).toBe("SELECT 'é'");
});

test("removes comments, behind which the parser reads on in another way than PostgreSQL", async () => {
  const pass = (sql: string) => guardSql(sql, demoTables);
  expect(await pass("SELECT id FROM users WHERE id NOT /* any */ IN (1) -- 'é\n")).toBe(
    "SELECT id FROM users WHERE id NOT   IN (1)",
  );
  expect(await pass("SELECT 1/**/AS/* \u0001 */a--;\r\n")).toBe("SELECT 1 AS a");
  expect(await pass("SELECT 'one' -- \t'two'\n 'three'")).toBe("SELECT 'one'  \n 'three'");
  expect(await pass("SELECT '\t\u0001\f\\\" \u007f' /* ' */, E'\\'--' -- '")).toBe(
    "SELECT '\t\u0001\f\\\" \u007f'  , E'\\'--'",
  );
});

test("lets its own cap pass", async () => {
  const capped = limitRows(await guardSql("SELECT id, id FROM users -- all", demoTables), 11);
  expect(await findRefusal(capped)).toBeUndefined();
  expect(capped).toBe("SELECT * FROM (\nSELECT id, id FROM users\n) AS answer LIMIT 11");
});

test("names the refused part to the caller, and not in the error's message", async () => {
  const refusal = await findRefusal("SELECT pg_sleep(10)");
  expect(refusal).toMatchObject({ rule: "function", subject: "pg_sleep" });
  expect(refusal?.message).not.toContain("pg_sleep");
});

test("lets no table pass in a stage that has none", async () => {
  expect((await findRefusal("SELECT * FROM users", {}))?.rule).toBe("relation");
  expect(await findRefusal("SELECT 1", {})).toBeUndefined();
});
