// The guard against all that PostgreSQL 18 brings: whatever is not listed is refused, and what is listed does no harm.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDirectory } from "../../../infra/local/directories.ts";
import { findFreePort } from "../../../infra/local/ports.ts";
import { type Postgres, startPostgres } from "../../../infra/local/postgres/start.ts";
import { findRowColumns, isAllowedFunction } from "../../../lib/mcp/guard/allowed-functions.ts";
import { findRefusal } from "./find-refusal.ts";

const directory = await mkdtemp(join(localDirectory, "guard-catalog-"));
let server: Postgres;
let client: Client;

beforeAll(async () => {
  server = await startPostgres({ directory, port: await findFreePort() });
  client = new Client({ connectionString: server.adminUrl() });
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function listNames(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(sql);
  return rows.map(({ name }) => name);
}

/** The names whose statement passes. */
async function listPassing(names: readonly string[], write: (quoted: string) => string): Promise<string[]> {
  const passing: string[] = [];
  for (const name of names) if (!(await findRefusal(write(client.escapeIdentifier(name))))) passing.push(name);
  return passing;
}

test("no function of the catalog can be called but those on the list", async () => {
  const names = await listNames("SELECT DISTINCT proname AS name FROM pg_proc ORDER BY 1");
  expect(names.length).toBeGreaterThan(2500);
  const called = await listPassing(names, (name) => `SELECT ${name}('1')`);
  expect(called.filter((name) => !isAllowedFunction(name))).toEqual(["unnest"]);
  const read = await listPassing(names, (name) => `SELECT 1 FROM ${name}('1') AS t`);
  expect(read.filter((name) => !findRowColumns(name))).toEqual([]);
});

test("nothing that a listed name may call writes, waits, reads files or acts for another", async () => {
  const { rows } = await client.query<{ name: string; volatility: string; definer: boolean; set: boolean }>(
    "SELECT DISTINCT proname AS name, provolatile AS volatility, prosecdef AS definer, proretset AS set FROM pg_proc",
  );
  const listed = rows.filter(({ name }) => isAllowedFunction(name) || findRowColumns(name));
  expect(listed.length).toBeGreaterThan(150);
  const changing = listed.filter(({ volatility, definer }) => volatility === "v" || definer);
  expect(changing.map(({ name }) => name)).toEqual(["random"]);
  expect(listed.filter(({ name, set }) => set && isAllowedFunction(name))).toEqual([]);
  expect(listed.filter(({ name }) => /^(pg_|lo_|txid|current_|set_)/.test(name))).toEqual([]);
});

test("no type of the catalog can be cast to but those of data", async () => {
  const names = await listNames("SELECT typname AS name FROM pg_type ORDER BY 1");
  expect(names.length).toBeGreaterThan(500);
  expect(await listPassing(names, (name) => `SELECT '1'::${name}`)).toEqual(
    "bool bpchar date float4 float8 int2 int4 int8 interval json jsonb numeric text time timestamp timestamptz timetz uuid varchar".split(
      " ",
    ),
  );
});

test("no relation of the catalog can be read, with its schema or without", async () => {
  const names = await listNames("SELECT relname AS name FROM pg_class ORDER BY 1");
  expect(names.length).toBeGreaterThan(300);
  for (const schema of ["", "pg_catalog.", "information_schema.", "pg_toast.", "patchbay_views."]) {
    expect(await listPassing(names, (name) => `SELECT 1 FROM ${schema}${name}`)).toEqual([]);
  }
});

test("operators compare, calculate and read JSON, and no other can be written", async () => {
  const names = await listNames("SELECT DISTINCT oprname AS name FROM pg_operator ORDER BY 1");
  const passing: string[] = [];
  for (const name of names) if (!(await findRefusal(`SELECT '1' OPERATOR(${name}) '2'`))) passing.push(name);
  expect(passing).toEqual("!~~ !~~* #> #>> % && * + - -> ->> / < <= <> <@ = > >= ? ?& ?| @> || ~~ ~~*".split(" "));
  for (const name of names)
    expect((await findRefusal(`SELECT '1' OPERATOR(pg_catalog.${name}) '2'`))?.rule).toBe("operator");
});
