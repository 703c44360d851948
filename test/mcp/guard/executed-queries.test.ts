// What passes the guard, run by PostgreSQL as the role that questions run as: as it was written, as the guard answers it in
// another spelling, and with the cap around it.
import type { Client, QueryArrayConfig } from "pg";
import { beforeAll, expect, test } from "vitest";
import { demoDatabaseName } from "../../../infra/local/demo-database/create.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { buildSettingsStatement } from "../../../lib/mcp/database/transaction-settings.ts";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { limitRows } from "../../../lib/mcp/guard/limit-rows.ts";
import { fc } from "../../support/properties.ts";
import { getRunCount } from "../../support/seed.ts";
import { ada } from "../database/support/ask.ts";
import { describeOnServers } from "../database/support/servers.ts";
import { allowedQueries } from "./allowed-queries.ts";
import { demoTables } from "./demo-tables.ts";
import { spellings } from "./mutate-sql.ts";

interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

const isSorted = (sql: string) => /order by [^()]*$/i.test(sql);

describeOnServers((demo) => {
  let client: Client;
  beforeAll(async () => {
    client = await demo().connect();
  });

  /** Runs statements in one transaction, which has one time. Rows of an answer without an order get one. */
  async function readAll(statements: readonly string[], isOrdered: boolean): Promise<readonly Answer[]> {
    await client.query("BEGIN READ ONLY");
    try {
      const signed = signContext(ada, demoDatabaseName, demo().key);
      await client.query(buildSettingsStatement("$1", "$2"), [signed, "20000"]);
      const answers: Answer[] = [];
      for (const text of statements) {
        const query: QueryArrayConfig & { queryMode: "extended" } = { text, rowMode: "array", queryMode: "extended" };
        const { fields, rows } = await client.query(query);
        const lines = rows.map((row) => JSON.stringify(row));
        answers.push({ columns: fields.map(({ name }) => name), rows: isOrdered ? lines : lines.sort() });
      }
      return answers;
    } finally {
      await client.query("ROLLBACK");
    }
  }

  const cap = async (sql: string, rows = 100_000) => limitRows(await guardSql(sql, demoTables), rows);

  test.each(allowedQueries)("the answer is the same with the cap around: %s", async (sql) => {
    const [plain, capped] = await readAll([sql, await cap(sql)], isSorted(sql));
    expect(capped).toEqual(plain);
  });

  test("nearly all of these statements answer rows, so that there is something to compare", async () => {
    const answers = await readAll(allowedQueries, false);
    expect(answers.filter(({ rows }) => rows.length === 0).length).toBeLessThan(8);
  });

  test("the cap leaves out rows", async () => {
    const [capped] = await readAll([await cap("SELECT * FROM activity ORDER BY id", 11)], true);
    expect(capped?.rows).toHaveLength(11);
  });

  test("each spelling that the guard lets pass is answered as the statement itself", async () => {
    const statements = allowedQueries.map((sql) => sql.replace(/;$/, ""));
    const property = fc.asyncProperty(spellings(statements), async ({ sql, spelled }) => {
      const [plain, capped] = await readAll([sql, await cap(spelled)], isSorted(sql));
      expect(capped).toEqual(plain);
    });
    await fc.assert(property, { numRuns: getRunCount(300) });
  });
});
