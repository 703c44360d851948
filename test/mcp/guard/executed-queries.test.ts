// What passes the guard, run by PostgreSQL: as it was written, as the guard answers it in another spelling, and with the cap around it.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client, type QueryArrayConfig } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDemoDatabase } from "../../../infra/local/demo-database/create.ts";
import { localDirectory } from "../../../infra/local/directories.ts";
import { findFreePort } from "../../../infra/local/ports.ts";
import { type Postgres, startPostgres } from "../../../infra/local/postgres/start.ts";
import { guardSql } from "../../../lib/mcp/guard/guard-sql.ts";
import { limitRows } from "../../../lib/mcp/guard/limit-rows.ts";
import { fc } from "../../support/properties.ts";
import { getRunCount } from "../../support/seed.ts";
import { allowedQueries } from "./allowed-queries.ts";
import { demoTables } from "./demo-tables.ts";
import { spellings } from "./mutate-sql.ts";

const directory = await mkdtemp(join(localDirectory, "guard-postgres-"));
let server: Postgres;
let client: Client;

beforeAll(async () => {
  server = await startPostgres({ directory, port: await findFreePort() });
  client = new Client({ connectionString: await createDemoDatabase(server) });
  await client.connect();
  await client.query("CREATE SCHEMA patchbay_views");
  for (const [table, { columns }] of Object.entries(demoTables)) {
    const source = table === "members" ? "project_members" : table;
    const names = Object.keys(columns).join(", ");
    await client.query(`CREATE VIEW patchbay_views.${table} AS SELECT ${names} FROM app.${source} WHERE org = 'acme'`);
  }
  await client.query("SET search_path = patchbay_views, pg_catalog");
  // One transaction has one time.
  await client.query("BEGIN READ ONLY");
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The columns and rows of a statement; the rows in a fixed order where it asks for none. */
async function read(text: string, isSorted: boolean): Promise<{ columns: string[]; rows: string[] }> {
  const query: QueryArrayConfig & { queryMode: "extended" } = { text, rowMode: "array", queryMode: "extended" };
  const { fields, rows } = await client.query(query);
  const lines = rows.map((row: unknown) => JSON.stringify(row));
  return { columns: fields.map(({ name }) => name), rows: isSorted ? lines : lines.sort() };
}

const isSorted = (sql: string) => /order by [^()]*$/i.test(sql);

test.each(allowedQueries)("PostgreSQL answers the same with the cap around: %s", async (sql) => {
  const plain = await read(sql, isSorted(sql));
  const capped = limitRows(await guardSql(sql, demoTables), 100_000);
  expect(await read(capped, isSorted(sql))).toEqual(plain);
});

test("nearly all of these statements answer rows, so that there is something to compare", async () => {
  const counts: number[] = [];
  for (const sql of allowedQueries) counts.push((await read(sql, false)).rows.length);
  expect(counts.filter((count) => count === 0).length).toBeLessThan(8);
});

test("caps the rows", async () => {
  const { rows } = await read(limitRows(await guardSql("SELECT * FROM activity ORDER BY id", demoTables), 11), true);
  expect(rows).toHaveLength(11);
});

test("PostgreSQL answers the same to each spelling that the guard lets pass", async () => {
  const property = fc.asyncProperty(
    spellings(allowedQueries.map((sql) => sql.replace(/;$/, ""))),
    async ({ sql, spelled }) => {
      const capped = limitRows(await guardSql(spelled, demoTables), 100_000);
      expect(await read(capped, isSorted(sql))).toEqual(await read(sql, isSorted(sql)));
    },
  );
  await fc.assert(property, { numRuns: getRunCount(400) });
}, 60_000);
