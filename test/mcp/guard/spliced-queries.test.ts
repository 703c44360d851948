// Parts of allowed and forbidden statements, put together at random. What PostgreSQL's own planner says that a passed one reads and
// calls is the judge: it knows nothing of how the guard resolves names.
import { beforeAll, expect, test } from "vitest";
import { findRowColumns, isAllowedFunction } from "../../../lib/mcp/guard/allowed-functions.ts";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { fc } from "../../support/properties.ts";
import { getRunCount } from "../../support/seed.ts";
import { describeOnServers } from "../database/support/servers.ts";
import { allowedQueries } from "./allowed-queries.ts";
import { demoTables } from "./demo-tables.ts";
import { forbiddenQueries } from "./forbidden-queries.ts";
import { type Choose, choices, readTokens, type Token } from "./mutate-sql.ts";

const statements = [...allowedQueries, ...allowedQueries, ...forbiddenQueries.map(([sql]) => sql)]
  .filter((sql) => !/^;|\/\* open$/.test(sql))
  .map((sql) => readTokens(sql.replace(/;\s*$/, "")))
  .filter((tokens) => tokens.length > 2);

/** A whole bracket, or one token. @returns its end */
function findEnd(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    if (tokens[at]?.text === "(") depth += 1;
    if (tokens[at]?.text === ")") depth -= 1;
    if (depth <= 0) return at + 1;
  }
  return start + 1;
}

/** Puts parts of others in the place of parts of their kind: a bracket for a bracket, a name for a name. */
function splice(choose: Choose): string {
  const pick = () => statements[choose(statements.length)] ?? [];
  let tokens = pick();
  for (let times = 0; times <= choose(3); times++) {
    const donor = pick();
    const at = choose(tokens.length);
    const isAlike = ({ kind, text }: Token) =>
      kind === tokens[at]?.kind && (kind !== "other" || (text === "(") === (tokens[at]?.text === "("));
    const alike = donor.flatMap((token, index) => (isAlike(token) ? [index] : []));
    const from = alike[choose(Math.max(1, alike.length))] ?? 0;
    tokens = [...tokens.slice(0, at), ...donor.slice(from, findEnd(donor, from)), ...tokens.slice(findEnd(tokens, at))];
  }
  return tokens.map(({ text }) => text).join(" ");
}

/** Each value of a key in a plan, as JSON. */
function collect(plan: unknown, keys: RegExp): string[] {
  if (typeof plan !== "object" || plan === null) return [];
  return Object.entries(plan).flatMap(([key, value]) =>
    keys.test(key) ? [JSON.stringify(value)] : collect(value, keys),
  );
}

const expressionKeys = /^(Output|Function Call|.* (Cond|Key)|.*Filter)$/;
/** What the views call, and what the planner makes of hashed and sorted parts. */
const ownFunctions = /^(tenant|user_id|hash)$/;
const bounded = /^(power|pow|exp|lpad|rpad|substring|replace)$/;
/** Words before a bracket that call nothing. */
const otherWords =
  /^(any|all|array|case|and|or|not|in|over|filter|group|row|numeric|varchar|varying|bpchar|exists|coalesce|greatest|least|nullif|grouping|distinct|values|hashed|when|then|else|is|by|order|partial|trim|position|extract|at|between|on|as|collate)$/;

/** What a plan reads or calls beside the demo's tables and the listed functions. */
function findStrange(plan: unknown): string[] {
  const relations = collect(plan, /^Relation Name$/).filter(
    (name) => !/^"(users|projects|project_members|activity|notes)"$/.test(name),
  );
  const schemas = collect(plan, /^Schema$/).filter((schema) => !/^"(app|pg_catalog)"$/.test(schema));
  const called = collect(plan, expressionKeys).flatMap((text) =>
    [...text.replace(/'(?:[^']|'')*'/g, "''").matchAll(/([a-z_][a-z_0-9]*) ?\(/g)].map(([, name = ""]) => name),
  );
  const isListed = (name: string) =>
    isAllowedFunction(name) || findRowColumns(name) !== undefined || bounded.test(name);
  return [
    ...relations,
    ...schemas,
    ...called.filter((name) => !isListed(name) && !ownFunctions.test(name) && !otherWords.test(name)),
  ];
}

describeOnServers((demo) => {
  async function plan(sql: string): Promise<unknown> {
    const { rows } = await demo().admin.query(`EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ${sql}`);
    return rows[0]["QUERY PLAN"];
  }

  beforeAll(() => demo().admin.query("SET search_path = patchbay_views, pg_catalog, pg_temp"));

  test.each([
    "SELECT rolname FROM pg_authid",
    "SELECT * FROM oauth.oauth_tokens",
    "SELECT id FROM users WHERE name = current_setting(name)",
    "SELECT pg_sleep(id) FROM users",
    "SELECT u.row_to_json FROM users u",
    "SELECT * FROM pg_ls_dir('/') AS files",
    "SELECT id FROM users ORDER BY to_regclass(name)::text",
  ])("the judge notices %s", async (sql) => {
    expect(findStrange(await plan(sql))).not.toEqual([]);
  });

  test("what passes reads only the demo's tables and calls only listed functions", async () => {
    let planned = 0;
    const property = fc.asyncProperty(choices, async (choose) => {
      const sql = await guardSql(splice(choose), demoTables).catch(() => undefined);
      if (sql === undefined) return;
      // PostgreSQL refuses some, such as a sum of texts.
      const found = await plan(sql).catch(() => undefined);
      if (found === undefined) return;
      planned += 1;
      expect({ sql, strange: findStrange(found) }).toEqual({ sql, strange: [] });
    });
    await fc.assert(property, { numRuns: getRunCount(10_000) });
    expect(planned).toBeGreaterThan(200);
  });
});
