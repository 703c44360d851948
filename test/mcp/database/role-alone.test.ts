// What a model or a person could send if the guard were gone: the role, its transaction and the views still hold.
import { afterEach, expect, test } from "vitest";
import { ask, cleo } from "./support/ask.ts";
import { forbiddenStatements } from "./support/forbidden-statements.ts";
import { describeOnServers } from "./support/servers.ts";

/** Syntax, a write in a read-only transaction, no right, and names that are not there. */
const [syntax, readOnly, noRight, unknownTable] = ["42601", "25006", "42501", "42P01"];

describeOnServers((demo) => {
  afterEach(async () => {
    // Whatever was tried, the same connection answers the next question as if nothing had been.
    expect(await ask(demo().database, "select count(*) from users")).toEqual([[140]]);
  });

  for (const [what, statements] of Object.entries(forbiddenStatements)) {
    test(`${what} are refused, and nothing is changed`, async () => {
      const before = await fingerprint();
      for (const sql of statements) {
        const answer = await ask(demo().database, sql);
        const outcome = typeof answer === "string" ? answer : `answered ${JSON.stringify(answer).slice(0, 100)}`;
        expect.soft([sql, outcome]).toEqual([sql, expect.stringMatching(/^(42|25|0A|2D|22|26|55|58|3D|3F|57|54)/)]);
      }
      expect(await fingerprint()).toEqual(before);
    });
  }

  /** Everything that a write could have changed: tables, rows, roles and settings. */
  async function fingerprint(): Promise<unknown> {
    const { rows } = await demo().admin.query(`select
      (select count(*)::int from app.users) as users, (select count(*)::int from pg_class) as relations,
      (select count(*)::int from pg_roles) as roles, (select count(*)::int from pg_largeobject_metadata) as objects,
      (select array_agg(s order by s::text)::text from pg_db_role_setting s) as settings,
      (select md5(rolpassword) from pg_authid where rolname = 'patchbay_reader') as password,
      (select count(*)::int from pg_locks where locktype = 'advisory') as locks`);
    return rows[0];
  }

  test("one statement with a semicolon, a comment or a nested comment around it is answered", async () => {
    for (const sql of ["select 1;", "/* a /* b */ c */ select 1", "/*! delete from users */ select 1 -- end"])
      expect(await ask(demo().database, sql)).toEqual([[1]]);
  });

  test("each kind of refusal has its own reason", async () => {
    const { database } = demo();
    expect(await ask(database, "select 1; select 2")).toBe(syntax);
    expect(await ask(database, "select 1 as x into users_copy")).toBe(readOnly);
    expect(await ask(database, "select * from app.users")).toBe(noRight);
    expect(await ask(database, "select * from oauth_tokens")).toBe(unknownTable);
  });

  test("what a tenant sees is its own, however the question is put", async () => {
    const { database } = demo();
    const total = (sql: string) => ask(database, `select count(*) from (${sql}) as answer`, { context: cleo });
    expect(await total("select * from users")).toEqual([[60]]);
    expect(await total("select * from users where true or id > 0")).toEqual([[60]]);
    expect(await total("select * from (select * from users) as all_users")).toEqual([[60]]);
    expect(await total("select * from users union select * from users")).toEqual([[60]]);
    expect(
      await ask(database, "select count(*) from users group by grouping sets ((), ())", { context: cleo }),
    ).toEqual([[60], [60]]);
    expect(await ask(database, "select body from notes order by id", { context: cleo })).toEqual([
      ["demo-private-note-of-cleo"],
    ]);
  });

  test("a function that looks for tables by itself finds this tenant's rows alone", async () => {
    const [[xml] = []] = (await ask(demo().database, "select database_to_xml(true, true, '')::text", {
      context: cleo,
    })) as string[][];
    expect(xml).toContain("demo-private-note-of-cleo");
    expect(xml).not.toMatch(/acme|demo-secret|note-of-(ada|ben|dana|globex)/);
    expect(xml?.match(/<users>/g)).toHaveLength(60);
  });

  test("the same name in another tenant, another name, and nobody's tenant see no note of this one", async () => {
    const { database } = demo();
    const titles = (tenant: string | undefined, user: string) =>
      ask(database, "select title from notes order by id", { context: { tenant, user } });
    expect(await titles("globex", "ada")).toEqual([["Other Ada"]]);
    expect(await titles("acme", "ben")).toEqual([["Ben's salary talk"], ["Suppliers"]]);
    expect(await titles("ACME", "ada")).toEqual([]);
    expect(await titles("acme ", "ada")).toEqual([]);
    expect(await titles("", "ada")).toEqual([]);
    expect(await titles(undefined, "ada")).toEqual([]);
    expect(await titles("acme' or '1'='1", "ada")).toEqual([]);
    expect(await titles("acme", "ädá")).toEqual([]);
  });

  test("what would run for ever or answer for ever is stopped", async () => {
    const { database } = demo();
    const endless = [
      "select count(*) from activity a, activity b, activity c, activity d",
      "select count(*) from generate_series(1, 1000000000000)",
      "with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r",
      "select pg_sleep(3600)",
      "select pg_sleep_for('1 day')",
      "do $$ begin loop end loop; end $$",
    ];
    for (const sql of endless) expect.soft([sql, await ask(database, sql, { timeoutMs: 300 })]).toEqual([sql, "57014"]);
    // The time is over, or the disk that a statement may use.
    expect(await ask(database, "select * from generate_series(1, 1000000000)")).toMatch(/^57014|53400$/);
    expect(await ask(database, "select repeat('x', 50000000)", { timeoutMs: 20_000 })).toBe("too_large");
    expect(await ask(database, "select repeat('x', 2000000000)")).toBe("54000");
    expect(await ask(database, `select ${"(".repeat(5000)}1${")".repeat(5000)}`)).toEqual([[1]]);
    expect(await ask(database, `select ${"(".repeat(100_000)}1${")".repeat(100_000)}`)).toMatch(/^54001|42601$/);
  });

  test("a time limit that the statement lifts for itself still holds", async () => {
    const { database } = demo();
    const lifted =
      "with s as materialized (select set_config('statement_timeout', '0', true)) select pg_sleep(3600) from s";
    expect(await ask(database, lifted, { timeoutMs: 300 })).toBe("57014");
  });
});
