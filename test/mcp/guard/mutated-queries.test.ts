// Thousands of spellings and surroundings of what must pass and of what must not.
import { loadModule, parseSync } from "libpg-query";
import { beforeAll, expect, test } from "vitest";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { limitRows } from "../../../lib/mcp/guard/limit-rows.ts";
import { fc } from "../../support/properties.ts";
import { getRunCount } from "../../support/seed.ts";
import { allowedQueries } from "./allowed-queries.ts";
import { demoTables } from "./demo-tables.ts";
import { findRefusal } from "./find-refusal.ts";
import { forbiddenQueries } from "./forbidden-queries.ts";
import { readTokens, spell, spellings } from "./mutate-sql.ts";

const runs = { numRuns: getRunCount(2000) };

/** What stands around another query. The last ones are no place for it where it is no query. */
const surroundings: readonly ((sql: string) => string)[] = [
  (sql) => `(${sql}\n)`,
  (sql) => `SELECT * FROM (${sql}\n) AS inner_query`,
  (sql) => `WITH first AS (SELECT 1), inner_query AS (${sql}\n) SELECT * FROM inner_query, first`,
  (sql) => `SELECT id FROM users WHERE EXISTS (${sql}\n)`,
  (sql) => `SELECT count(*) FROM projects CROSS JOIN LATERAL (${sql}\n) AS inner_query`,
  (sql) => `SELECT 1 FROM (SELECT 2 FROM (${sql}\n) AS deep) AS inner_query`,
  (sql) => `SELECT CASE WHEN EXISTS (${sql}\n) THEN 1 ELSE 0 END`,
];

/** What a statement is made of, without where it was written. */
const readTree = (sql: string) => {
  const text = JSON.stringify(parseSync(sql).stmts?.map(({ stmt }) => stmt));
  return text
    .replace(/"(?:location|list_start|list_end|rexpr_list_start|rexpr_list_end)":-?\d+,?/g, "")
    .replaceAll(",}", "}");
};

const withoutSemicolon = (sql: string) => sql.replace(/;$/, "");
const isQuery = ([sql, rule]: readonly [string, string]) =>
  !["statements", "syntax"].includes(rule) &&
  /^(\(|SELECT|VALUES|TABLE|WITH (?!d AS \(SELECT 1\)))/.test(sql) &&
  !/ INTO /.test(sql);

const allowed = allowedQueries.map(withoutSemicolon);
/** What is forbidden in any surroundings: a column that is missing may be one of the query around. */
const forbidden = forbiddenQueries
  .filter(isQuery)
  .map(([sql]) => sql)
  .filter((sql) => !sql.endsWith("LIMIT id"));

beforeAll(loadModule);

test("lets every spelling of an allowed query pass, and leaves its meaning", async () => {
  const property = fc.asyncProperty(spellings(allowed), fc.nat(2), async ({ sql, spelled }, semicolons) => {
    const passed = await guardSql(spelled + ["", ";", " ; -- end"][semicolons], demoTables);
    expect(readTree(passed)).toBe(readTree(sql));
    expect(readTree(limitRows(passed, 11))).toBe(readTree(`SELECT * FROM (${sql}\n) AS answer LIMIT 11`));
  });
  await fc.assert(property, runs);
});

test("lets an allowed query pass wherever a query may stand", async () => {
  const property = fc.asyncProperty(
    spellings(allowed),
    fc.constantFrom(...surroundings),
    async ({ spelled, choose }, put) => {
      const inner = choose(2) === 0 ? spelled : put(spelled);
      expect(await findRefusal(put(inner))).toBeUndefined();
    },
  );
  await fc.assert(property, runs);
});

test("refuses every spelling of what is forbidden, for the same reason", async () => {
  const rules = new Map(forbiddenQueries.map(([sql, rule]) => [sql, rule]));
  const readable = [...rules].filter(([, rule]) => rule !== "syntax").map(([sql]) => sql);
  const spellable = readable.filter((sql) => readTokens(sql).length > 0);
  const property = fc.asyncProperty(spellings(spellable), async ({ sql, spelled }) => {
    expect((await findRefusal(spelled))?.rule).toBe(rules.get(sql));
  });
  await fc.assert(property, runs);
});

test("refuses what is forbidden wherever a query may stand", async () => {
  const property = fc.asyncProperty(
    spellings(forbidden),
    fc.constantFrom(...surroundings),
    async ({ spelled, choose }, put) => {
      const inner = choose(2) === 0 ? spelled : put(spelled);
      const refusal = await findRefusal(put(inner));
      expect(refusal).toBeDefined();
      expect(refusal?.rule).not.toBe("syntax");
    },
  );
  await fc.assert(property, runs);
});

test("refuses forbidden expressions in the place of any part of an allowed query", async () => {
  const expressions = [
    "pg_sleep(1)",
    "(SELECT pg_read_file('/etc/passwd'))",
    "(SELECT count(*) FROM oauth_tokens)",
    "(SELECT passwd FROM pg_shadow LIMIT 1)",
    "current_setting('patchbay.context')",
    "set_config('role', 'postgres', false)",
    "'users'::regclass",
    "(SELECT current_user)",
    "(id OPERATOR(public.+) 1)",
    "$1",
    "(SELECT 1 FROM users FOR UPDATE)",
    "(WITH d AS (DELETE FROM users RETURNING id) SELECT id FROM d)",
  ];
  const property = fc.asyncProperty(
    spellings(allowed),
    fc.constantFrom(...expressions),
    async ({ sql, choose }, expression) => {
      const tokens = readTokens(sql).map(({ text }) => text);
      tokens[choose(tokens.length)] = expression;
      expect(await findRefusal(spell(tokens.join(" "), choose))).toBeDefined();
    },
  );
  await fc.assert(property, runs);
});

test("refuses a second statement after any spelling of an allowed query", async () => {
  const seconds = ["DROP TABLE users", "SELECT 1", "COMMIT", "COPY users TO STDOUT"];
  const property = fc.asyncProperty(
    spellings(allowed),
    fc.constantFrom(...seconds),
    async ({ spelled, choose }, second) => {
      expect((await findRefusal(`${spelled};${spell(second, choose)}`))?.rule).toBe("statements");
    },
  );
  await fc.assert(property, { numRuns: getRunCount(500) });
});
