// What both adapters promise, on both versions of PostgreSQL: a query leaves nothing behind, whatever it was.
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, DatabaseError, type QueryRequest } from "../../../lib/mcp/database/port.ts";
import { openers } from "./support/openers.ts";
import { startTestServer, type TestServer, versions } from "./support/server.ts";

const acme = { tenant: "acme", user: "ada" };
const globex = { tenant: "globex", user: "gil" };

// Debian's server is where continuous integration runs; elsewhere there may be npm's only.
const [installed, missing] = [true, false].map((there) =>
  Object.entries(versions).filter(([, binaries]) => (binaries === undefined || existsSync(binaries)) === there),
);

test.skip.each(missing ?? [])("PostgreSQL %s is not installed here (%s)", () => undefined);

describe.each(installed ?? [])("PostgreSQL %s", (_version, binaries) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer(binaries);
  });
  afterAll(() => server.stop());

  describe.each(Object.entries(openers))("through %s", (_adapter, open) => {
    let database: Database;
    let close: () => Promise<void>;

    beforeAll(async () => {
      ({ database, close } = await open(server.login));
    });
    afterAll(() => close());

    const ask = (sql: string, change: Partial<QueryRequest> = {}) =>
      database.query({ sql, context: acme, maxBytes: 1_000_000, timeoutMs: 5000, ...change });
    const findFailure = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        (error: unknown) => (error instanceof DatabaseError ? [error.reason, error.sqlState] : String(error)),
      );
    /** Whose rows the connection may see now: the tenant and the user of the context that it holds. */
    const readAsked = async (context = acme) => {
      const { rows } = await ask("select context from asked", { context });
      return String(rows[0]?.[0]);
    };

    test("answers cells as JSON has them, exactly", async () => {
      const { columns, rows } =
        await ask(`select 7::int2 as a, -8::int4 as b, 9007199254740993::int8 as c, 12.50::numeric as d,
      0.1::float8 as e, true as f, date '2026-02-28' as g, timestamp '2026-02-28 23:59:59.5' as h,
      timestamptz '2026-02-28 23:59:59+02' as i, '11111111-2222-3333-4444-555555555555'::uuid as j, '{"a": [1]}'::jsonb as k,
      'Grüße 🎉'::text as l, null::int4 as m, '\\x00ff'::bytea as n, array['x', null, 'y z'] as o, interval '90 minutes' as p`);
      expect(rows).toEqual([
        [
          ...[
            7,
            -8,
            "9007199254740993",
            12.5,
            0.1,
            true,
            "2026-02-28",
            "2026-02-28T23:59:59.5",
            "2026-02-28T21:59:59Z",
          ],
          ...[
            "11111111-2222-3333-4444-555555555555",
            { a: [1] },
            "Grüße 🎉",
            null,
            "\\x00ff",
            '{x,NULL,"y z"}',
            "01:30:00",
          ],
        ],
      ]);
      expect(columns.map(({ type }) => type).join(" ")).toBe(
        "int2 int4 int8 numeric float8 bool date timestamp timestamptz uuid jsonb text int4 bytea _text interval",
      );
    });

    test("keeps columns of the same name apart, and an answer without rows has its columns", async () => {
      const { columns, rows } = await ask("select 1 as id, 2 as id");
      expect([columns.map(({ name }) => name), rows]).toEqual([["id", "id"], [[1, 2]]]);
      expect(await ask("select 1 as id where false")).toEqual({ columns: [{ name: "id", type: "int4" }], rows: [] });
    });

    test("writes nothing, though the role may", async () => {
      const writes = [
        "insert into public.written values (1)",
        "with w as (insert into public.written values (1) returning id) select * from w",
        "create table public.made (id integer)",
        "select set_config('transaction_read_only', 'off', true)",
        "set transaction read write",
      ];
      for (const sql of writes) expect(await findFailure(ask(sql)), sql).toContain("refused");
      expect(await server.ask("select id from public.written")).toEqual([]);
    });

    test("runs one statement, never two", async () => {
      const failure = await findFailure(ask("select 1; insert into public.written values (2)"));
      expect(failure).toContain("failed");
      expect(await findFailure(ask("select 1; commit; insert into public.written values (2)"))).toContain("failed");
      expect(await server.ask("select id from public.written")).toEqual([]);
    });

    test("stops a statement that takes too long, and answers the next one", async () => {
      const startedAt = performance.now();
      expect(await findFailure(ask("select pg_sleep(20)", { timeoutMs: 300 }))).toEqual(["timeout", "57014"]);
      expect(performance.now() - startedAt).toBeLessThan(5000);
      expect((await ask("select 1")).rows).toEqual([[1]]);
    });

    test("gives a statement no longer when it sets its own timeout", async () => {
      const sql = "select set_config('statement_timeout', '0', true), pg_sleep(20)";
      expect(await findFailure(ask(sql, { timeoutMs: 300 }))).toEqual(["timeout", "57014"]);
    });

    test("refuses an answer above its bytes, of many rows or of one cell, and answers the next one", async () => {
      expect(
        await findFailure(ask("select repeat('x', 1000) from generate_series(1, 20)", { maxBytes: 10_000 })),
      ).toContain("too_large");
      expect(await findFailure(ask("select repeat('x', 20000000)"))).toContain("too_large");
      expect(await findFailure(ask("select null from generate_series(1, 20000)", { maxBytes: 10_000 }))).toContain(
        "too_large",
      );
      expect((await ask("select 1")).rows).toEqual([[1]]);
    });

    test("says nothing of the database's words", async () => {
      const error = await ask("select ('secret-' || 'row')::integer").catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ reason: "failed", sqlState: "22P02" });
      expect(JSON.stringify(error) + String(error) + String(Object(error).stack)).not.toContain("secret-row");
    });

    test("leaves no role, setting, temporary table, prepared statement or lock behind", async () => {
      const attempts = [
        "select set_config('search_path', 'public', false), set_config('patchbay.context', 'forged', false)",
        "select set_config('default_transaction_read_only', 'off', false), set_config('statement_timeout', '0', false)",
        "select set_config('patchbay.context', 'forged', false), 1/0",
        "select pg_advisory_lock(7), pg_advisory_lock_shared(8)",
        "create temporary table kept (id integer)",
        "prepare kept as select 1",
        "set role none",
        "listen kept",
      ];
      for (const sql of attempts) await findFailure(ask(sql));
      const { rows } = await ask(`select current_user::text, current_setting('search_path'),
      current_setting('default_transaction_read_only'), (select count(*) from pg_prepared_statements where name = 'kept'),
      (select count(*) from pg_listening_channels()), to_regclass('pg_temp.kept')::text`);
      expect(rows).toEqual([["patchbay_reader", "patchbay_views, pg_catalog, pg_temp", "off", 0, 0, null]]);
      expect(await server.ask("select objid from pg_locks where locktype = 'advisory'")).toEqual([]);
      expect(await readAsked()).not.toContain("forged");
    });

    test("never lets two tenants on one connection see each other, when queries fail between them too", async () => {
      const seen = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          if (index % 3 === 2) await findFailure(ask("select 1/0", { context: acme }));
          return readAsked(index % 2 === 0 ? acme : globex);
        }),
      );
      expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => `${index % 2 === 0 ? "acme/ada" : "globex/gil"}`));
    });

    test("leaves no transaction open", async () => {
      await ask("select 1");
      await findFailure(ask("select 1/0"));
      const sql = `select state from pg_stat_activity where usename = 'patchbay_reader' and state like '%transaction%'`;
      expect(await server.ask(sql)).toEqual([]);
    });

    test("opens a new connection when the server has ended the last one", async () => {
      await ask("select 1");
      await server.ask("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'patchbay_reader'");
      await database.probe().catch(() => undefined);
      expect((await ask("select 2")).rows).toEqual([[2]]);
    });

    test("answers a probe", async () => {
      await expect(database.probe()).resolves.toBeUndefined();
    });
  });
});
