import pg from "pg";
import { afterEach, expect, test } from "vitest";
import type { DatabaseStage } from "../../../infra/config/mcp.ts";
import { applySetup } from "../../../infra/database/apply-setup.ts";
import { assumeColumns } from "../../../infra/database/assume-columns.ts";
import { connectPg } from "../../../infra/database/connect-pg.ts";
import { formatSchemaComment } from "../../../infra/database/names.ts";
import { planSetup } from "../../../infra/database/plan-setup.ts";
import { quoteText } from "../../../infra/database/quote.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { ask, cleo } from "./support/ask.ts";
import { demoStage, describeOnServers } from "./support/servers.ts";

type Tables = DatabaseStage["tables"];

describeOnServers((demo) => {
  async function apply(tables: Tables): Promise<void> {
    const connection = await connectPg({ connectionString: demo().adminUrl });
    await applySetup(connection, { ...demo().stage, tables }, { stage: "dev" }).finally(() => connection.close());
  }

  afterEach(async () => {
    await demo().admin.query("drop schema if exists odd cascade");
    await apply(demo().stage.tables);
  });

  const query = (sql: string, context = { tenant: "42", user: "ada" }) => ask(demo().database, sql, { context });

  test("tenants and users are compared as texts, whatever their columns are", async () => {
    await demo().admin.query(`create schema odd; create type odd.plan as enum ('free', '42');
      create domain odd.key as varchar(20);
      create table odd.things (id smallint, number bigint, id_of uuid, fixed char(8), plan odd.plan, of odd.key);
      insert into odd.things values (1, 42, '00000000-0000-0000-0000-000000000042', '42', '42', '42'), (2, 7, null, 'x', 'free', '7')`);
    for (const tenant of ["number", "fixed", "plan", "of"]) {
      await apply({
        things: { source: "odd.things", columns: { id: "integer", plan: "text", of: "text" }, visibleTo: { tenant } },
      });
      expect.soft([tenant, await query("select id, plan, of from things")]).toEqual([tenant, [[1, "42", "42"]]]);
      expect
        .soft([tenant, await query("select id from things", { tenant: "no number", user: "ada" })])
        .toEqual([tenant, []]);
    }
    await apply({ things: { source: "odd.things", columns: { id: "integer" }, visibleTo: { user: "id_of" } } });
    expect(
      await query("select id from things", { tenant: "42", user: "00000000-0000-0000-0000-000000000042" }),
    ).toEqual([[1]]);
    expect(await query("select id from things", { tenant: "42", user: "00000000-0000-0000-0000-00000000004" })).toEqual(
      [],
    );
  });

  test("a collation for which letters are alike makes no tenant another's", async () => {
    await demo().admin.query(`create schema odd;
      create collation odd.alike (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table odd.things (id integer, org text collate odd.alike);
      insert into odd.things values (1, 'Café'), (2, 'café'), (3, 'CAFÉ')`);
    await apply({ things: { source: "odd.things", columns: { id: "integer" }, visibleTo: { tenant: "org" } } });
    expect(await query("select id from things", { tenant: "café", user: "x" })).toEqual([[2]]);
  });

  test("rows that everyone may see are seen by everyone whom we sign for, and by nobody else", async () => {
    await demo().admin.query(
      "create schema odd; create table odd.plans (id integer); insert into odd.plans values (1), (2)",
    );
    await apply({ plans: { source: "odd.plans", columns: { id: "integer" }, visibleTo: "everyone" } });
    expect(await query("select count(*) from plans")).toEqual([[2]]);
    const client = await demo().connect();
    expect((await client.query("select * from plans")).rows).toEqual([]);
  });

  test("an operator that somebody planted before this is not taken for PostgreSQL's own", async () => {
    await demo().admin.query(`create schema odd; create table odd.things (id integer, org varchar(20));
      insert into odd.things values (1, 'acme'), (2, 'globex');
      create function odd.always(varchar, text) returns boolean language sql immutable as 'select true';
      create operator odd.= (function = odd.always, leftarg = varchar, rightarg = text);
      grant usage on schema odd to public; alter role admin set search_path = odd, public`);
    const things: Tables = {
      things: { source: "odd.things", columns: { id: "integer" }, visibleTo: { tenant: "org" } },
    };
    try {
      await apply(things);
      expect(await query("select id from things", { tenant: "acme", user: "ada" })).toEqual([[1]]);
      const printed = planSetup({ ...demo().stage, tables: things }, assumeColumns(things), { stage: "dev" });
      await demo().admin.query(
        `set search_path = odd, public; begin; ${printed.join(";\n")}; commit; reset search_path`,
      );
      expect(await query("select id from things", { tenant: "acme", user: "ada" })).toEqual([[1]]);
    } finally {
      await demo().admin.query("alter role admin reset search_path");
    }
  });

  test("names that need quotes are quoted, and rows without a tenant are nobody's", async () => {
    await demo().admin.query(`create schema odd; create table odd."order" ("select" integer, "user" text);
      insert into odd."order" values (1, 'acme'), (2, null), (3, '')`);
    await apply({ order: { source: "odd.order", columns: { select: "integer" }, visibleTo: { tenant: "user" } } });
    for (const [tenant, ids] of [
      ["acme", [[1]]],
      ["", []],
      [undefined, []],
    ] as const)
      expect.soft(await query('select "select" from "order"', { tenant: tenant as string, user: "ada" })).toEqual(ids);
  });

  test("a table that left the stage's file is gone, and one that the database lacks changes nothing", async () => {
    const { notes: _, ...others } = demo().stage.tables;
    await apply(others as Tables);
    expect(await ask(demo().database, "select * from notes")).toBe("42P01");
    const wrong: Tables = {
      gone: { source: "app.gone", columns: { id: "integer" }, visibleTo: "everyone" },
      users: {
        source: "app.users",
        columns: { id: "bigint", nickname: "text", name: "integer" },
        visibleTo: { tenant: "company" },
      },
    };
    await expect(apply(wrong)).rejects.toThrow(
      [
        "The database has no table or view app.gone.",
        "app.users has no column nickname.",
        "app.users has no column company.",
        "app.users.name is text, and the stage's file says integer.",
        "Nothing was changed.",
      ].join("\n"),
    );
    expect(await ask(demo().database, "select count(*) from users", { context: cleo })).toEqual([[60]]);
  });

  test("a schema of the operator's that has our name is left alone", async () => {
    await demo().admin.query("comment on schema patchbay is 'of another product'");
    const refused = "There is a schema patchbay already that was not made for the stage dev";
    await expect(apply(demo().stage.tables)).rejects.toThrow(refused);
    await demo().admin.query(`comment on schema patchbay is ${quoteText(formatSchemaComment("staging"))}`);
    await expect(apply(demo().stage.tables)).rejects.toThrow(refused);
    await demo().admin.query(`comment on schema patchbay is ${quoteText(formatSchemaComment("dev"))}`);
  });

  test("where the Lambdas' clock is shifted, as in some runs of the tests, the database goes by theirs", async () => {
    const [connection, year] = [await connectPg({ connectionString: demo().adminUrl }), 31_536_000_000];
    const clock = (offset: number) => ({
      stage: "dev",
      clock: `clock_timestamp() + interval '${offset} milliseconds'`,
    });
    const signed = signContext(cleo, "demo", demo().key, new Date(Date.now() + year));
    const readTenant = async () => {
      await connection.execute("select set_config('patchbay.context', $1, false)", [signed]);
      return (await connection.execute("select patchbay.tenant() as tenant"))[0]?.tenant;
    };
    try {
      expect(await readTenant()).toBeNull();
      await applySetup(connection, demo().stage, clock(year));
      expect(await readTenant()).toBe("globex");
    } finally {
      await connection.close();
    }
  });

  test("a lock that somebody holds ends the set-up, and nothing was changed", async () => {
    const client = new pg.Client({ connectionString: demo().adminUrl });
    await client.connect();
    await client.query("begin; lock table patchbay_views.users in access share mode");
    await expect(apply(demo().stage.tables)).rejects.toThrow(/canceling statement due to lock timeout.*run this again/);
    await client.end();
    expect(await ask(demo().database, "select count(*) from users", { context: cleo })).toEqual([[60]]);
  });

  test("the printed SQL does the same as the command", async () => {
    const views = "select viewname, definition from pg_views where schemaname = 'patchbay_views' order by 1";
    const before = (await demo().admin.query(views)).rows;
    const statements = planSetup(demo().stage, assumeColumns(demo().stage.tables), { stage: "dev" });
    await demo().admin.query(["begin", ...statements, "commit"].map((statement) => `${statement};`).join("\n\n"));
    const after = (await demo().admin.query(views)).rows;
    expect(after.map(({ viewname }) => viewname)).toEqual(before.map(({ viewname }) => viewname));
    expect(await ask(demo().database, "select count(*) from users", { context: cleo })).toEqual([[60]]);
    expect(await ask(demo().database, "select count(*) from notes", { context: cleo })).toEqual([[1]]);
  });
});

test("an index on the tenant's own text is of use", () => {
  const { tables } = demoStage();
  const found = new Map([["app.users", new Map([["org", { type: "text", isDomain: false, isDeterministic: true }]])]]);
  const sql = planSetup({ ...demoStage(), tables: { users: tables.users as Tables[string] } }, found, {
    stage: "dev",
  }).join("\n");
  expect(sql).toContain(`where t."org" = (select patchbay.tenant())`);
});
