// A condition that fails, or takes long, on another tenant's row would tell of it. The views are barriers against that.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, cleo } from "./support/ask.ts";
import { describeOnServers } from "./support/servers.ts";

/** True, slow or an error on rows that only the other tenant has: there is no user 100 in Globex, and no Ada Acme. */
const oracles = [
  "1 / (id - 100) is not null",
  "(case when name = 'Ada Acme' then 1 / (id - id) else 0 end) = 0",
  "(case when id = 100 then name else '1' end)::integer = 1",
  "(case when id = 100 then name else '2020-01-01' end)::date is not null",
  "(case when id = 100 then name else '{}' end)::json is not null",
  "name ~ (case when id = 100 then '(' else '' end)",
  "length(repeat(name, case when id = 100 then 2000000000 else 1 end)) > 0",
  "sqrt((100 - id) * (case when id > 60 then -1 else 1 end)) >= 0",
  "pg_sleep(case when id = 100 then 3600 else 0 end) is not null",
  "name like (case when id = 100 then 'a\\' else '%' end)",
  "query_to_xml((case when id = 100 then 'no sql' else 'select 1' end), true, true, '') is not null",
];

describeOnServers((demo) => {
  beforeAll(async () => {
    const { rows } = await demo().admin.query("select pg_get_viewdef('patchbay_views.users') as definition");
    // The planner tries what is cheap first, and this says that it is.
    await demo().admin.query(`create view public.leaky as ${rows[0].definition};
      create function public.peek(id integer) returns boolean language plpgsql cost 0.000001
        as $$ begin if id = 100 then raise 'there is a 100'; end if; return true; end $$;
      grant usage on schema public to patchbay_reader; grant select on public.leaky to patchbay_reader`);
  });
  afterAll(() => demo().admin.query("drop view public.leaky; drop function public.peek"));

  test.each(oracles)("where %s tells nothing of another tenant's rows", async (condition) => {
    const where = (view: string) =>
      ask(demo().database, `select count(*) from ${view} where ${condition}`, { context: cleo, timeoutMs: 1000 });
    expect(await where("users")).toEqual([[60]]);
  });

  test("a condition that the planner would rather try first comes after the barrier, and without one before it", async () => {
    const where = (view: string) =>
      ask(demo().database, `select count(*) from ${view} where public.peek(id)`, { context: cleo });
    expect(await where("public.leaky")).toBe("P0001");
    expect(await where("users")).toEqual([[60]]);
  });

  test("sorting, grouping, windows and joins bring no other tenant's row nearer", async () => {
    const { database } = demo();
    const sums = [
      "select max(id) from users",
      "select id from users order by id desc limit 1",
      "select last_value(id) over (order by id rows between unbounded preceding and unbounded following) from users limit 1",
      "select max(u.id) from users u full join members m on m.user_id = u.id",
      "select max(id) from users group by rollup (role) order by 1 desc limit 1",
      "select count(distinct u.id) from users u, users v",
      "select max(user_id) from members",
      "select (select max(id) from users u where u.id >= o.id) from users o order by 1 desc limit 1",
    ];
    for (const sql of sums) expect.soft([sql, await ask(database, sql, { context: cleo })]).toEqual([sql, [[60]]]);
  });

  test("values of other tenants are in no statistics that the reader may see", async () => {
    const { database } = demo();
    await demo().admin.query("analyze");
    expect(
      await ask(database, "select count(*) from pg_stats where schemaname not in ('pg_catalog', 'information_schema')"),
    ).toEqual([[0]]);
    expect(await ask(database, "select count(*) from pg_stats_ext")).toEqual([[0]]);
    expect(await ask(database, "select * from pg_statistic_ext_data")).toBe("42501");
    expect(
      await ask(
        database,
        "select count(*) from information_schema.tables where table_schema <> 'pg_catalog' and table_name like 'oauth%'",
      ),
    ).toEqual([[0]]);
  });
});
