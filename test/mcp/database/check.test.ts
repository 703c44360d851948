// The check after `npm run database` notices each thing that would let a question see or do more than it may.
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPg } from "../../../infra/database/connect-pg.ts";
import type { AdminConnection } from "../../../infra/database/connection.ts";
import { removeSetup } from "../../../infra/database/remove-setup.ts";
import {
  checkOnly,
  describeFindings,
  isAnythingMissing,
  type SetupRun,
  setUpDatabase,
} from "../../../infra/database/run-setup.ts";
import { databaseContextName, databaseLoginName } from "../../../infra/names.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { createMemorySecrets } from "./support/memory-secrets.ts";
import { describeOnServers } from "./support/servers.ts";

/** What goes wrong, how it is made right again, and what the check must say. */
const mistakes: Readonly<Record<string, readonly [wrong: string, right: string, said: RegExp]>> = {
  "a table that PUBLIC may read": [
    "grant usage on schema app to public; grant select on app.users to public",
    "revoke usage on schema app from public; revoke select on app.users from public",
    /MISSING .*app\.users/,
  ],
  "a single column that the reader may read": [
    "grant usage on schema oauth to patchbay_reader; grant select (access_token) on oauth.oauth_tokens to patchbay_reader",
    "revoke usage on schema oauth from patchbay_reader; revoke all (access_token) on oauth.oauth_tokens from patchbay_reader",
    /MISSING .*oauth\.oauth_tokens/,
  ],
  "a table of keys that can be read": [
    "grant usage on schema patchbay to patchbay_reader; grant select on patchbay.context_keys to patchbay_reader",
    "revoke usage on schema patchbay from patchbay_reader; revoke select on patchbay.context_keys from patchbay_reader",
    /MISSING .*patchbay\.context_keys[\s\S]*MISSING .*read the keys of contexts/,
  ],
  "a membership": [
    "grant pg_read_all_data to patchbay_reader",
    "revoke pg_read_all_data from patchbay_reader",
    /MISSING .*member.*pg_read_all_data/,
  ],
  "a superuser": [
    "alter role patchbay_reader superuser",
    "alter role patchbay_reader nosuperuser",
    /MISSING .*attributes.*superuser/,
  ],
  "a role that sees through policies": [
    "alter role patchbay_reader bypassrls",
    "alter role patchbay_reader nobypassrls",
    /MISSING .*bypassrls/,
  ],
  "a view without its barrier": [
    "alter view patchbay_views.users reset (security_barrier)",
    "alter view patchbay_views.users set (security_barrier = true)",
    /MISSING .*Views are missing.*users/,
  ],
  "a view that lets rows of others through": [
    "create or replace view patchbay_views.notes with (security_barrier = true) as select id, title, body, created_at from app.notes",
    "create or replace view patchbay_views.notes with (security_barrier = true) as select id, title, body, created_at from app.notes where org = (select patchbay.tenant()) and owner = (select patchbay.user_id())",
    /MISSING .*Rows are visible.*notes \(to a tenant that there is not\), notes \(without a context\)/,
  ],
  "a view that nobody configured": [
    "create view patchbay_views.more as select * from app.users; grant select on patchbay_views.more to patchbay_reader",
    "drop view patchbay_views.more",
    /MISSING .*has what the stage's file has not: more/,
  ],
  "a view that can be written": [
    "grant delete on patchbay_views.users to patchbay_reader",
    "revoke delete on patchbay_views.users from patchbay_reader",
    /MISSING .*can be written.*users/,
  ],
  "a function that believes everything": [
    "alter function patchbay.tenant() rename to tenant_before; create function patchbay.tenant() returns text language sql stable security definer set search_path = pg_catalog, pg_temp as $$ select 'patchbay-check'::text $$; grant execute on function patchbay.tenant() to patchbay_reader",
    "drop function patchbay.tenant(); alter function patchbay.tenant_before() rename to tenant",
    /MISSING .*believes contexts/,
  ],
  "a function without a fixed search path": [
    "alter function patchbay.verified_context() reset search_path",
    "alter function patchbay.verified_context() set search_path = pg_catalog, pg_temp",
    /MISSING .*Functions are missing or changed.*verified_context/,
  ],
  "a function with its owner's rights": [
    "create function public.all_tokens() returns setof oauth.oauth_tokens language sql security definer as 'select * from oauth.oauth_tokens'",
    "drop function public.all_tokens()",
    /MISSING .*owner's rights.*public\.all_tokens\(\)/,
  ],
  "default privileges": [
    "alter default privileges in schema app grant select on tables to public",
    "alter default privileges in schema app revoke select on tables from public",
    /MISSING .*made later.*app/,
  ],
  "a schema to create in": [
    "grant create on schema app to patchbay_reader",
    "revoke create on schema app from patchbay_reader",
    /MISSING .*create in schemas.*app/,
  ],
  "an object of the reader's": [
    "grant create on schema app to patchbay_reader; set role patchbay_reader; set default_transaction_read_only = off; create table app.mine (); reset role; revoke create on schema app from patchbay_reader",
    "drop table app.mine",
    /MISSING .*owns objects.*pg_class/,
  ],
  "a default to write": [
    "alter role patchbay_reader reset default_transaction_read_only",
    "alter role patchbay_reader set default_transaction_read_only = on",
    /MISSING .*default_transaction_read_only/,
  ],
  "a clock or key that differs": [
    "create table patchbay.kept as table patchbay.context_keys; delete from patchbay.context_keys",
    "insert into patchbay.context_keys table patchbay.kept; drop table patchbay.kept",
    /MISSING .*does not believe what the Lambdas sign/,
  ],
  "a column that was dropped": [
    "alter table app.users rename column email to mail",
    "alter table app.users rename column mail to email",
    /MISSING .*app\.users has no column email/,
  ],
  "activity that is shown": [
    "alter role patchbay_reader reset track_activities",
    "alter role patchbay_reader set track_activities = off",
    /open .*track_activities/,
  ],
};

describeOnServers((demo) => {
  const secrets = createMemorySecrets();
  let connection: AdminConnection;
  beforeAll(async () => {
    connection = await connectPg({ connectionString: demo().adminUrl });
    await setUpDatabase(createRun());
    await demo().admin.query("revoke create on schema public from public");
  });
  afterAll(() => connection.close());

  const createRun = (): SetupRun => ({
    ...{ stage: "dev", database: demo().stage, connection, secrets, print: () => undefined },
    sign:
      ({ kid, key }) =>
      (context, database, now) =>
        signContext(context, database, { id: kid, key }, now),
  });
  const check = async () => describeFindings(await checkOnly(createRun())).join("\n");

  test("a database that was set up lacks nothing", async () => {
    const said = await check();
    expect(said).not.toMatch(/MISSING/);
    expect(said).toContain("it could read no table and no key");
    expect(said).toContain("temporary tables can be made, since PUBLIC may");
  });

  test.each(Object.entries(mistakes))("the check notices %s", async (_, [wrong, right, said]) => {
    await demo().admin.query(wrong);
    try {
      expect(await check()).toMatch(said);
    } finally {
      await demo().admin.query(right);
    }
    expect(await check()).not.toMatch(/MISSING/);
  });

  test("the check changes nothing, and leaves no membership", async () => {
    const state = () =>
      demo().admin.query(
        "select (select count(*) from pg_class), (select count(*) from pg_auth_members), (select array_agg(kid) from patchbay.context_keys)",
      );
    const before = (await state()).rows;
    await check();
    expect((await state()).rows).toEqual(before);
  });

  test("rights of PUBLIC go by their flag only, and another function's rights with them", async () => {
    const { admin } = demo();
    await admin.query(
      "create function app.definer(integer) returns integer language sql security definer as 'select 1'; grant usage on schema app to public",
    );
    const findings = await setUpDatabase(createRun());
    expect(describeFindings(findings).join("\n")).toMatch(/MISSING .*app\.definer\(integer\)/);
    expect(isAnythingMissing(findings)).toBe(true);
    const after = describeFindings(await setUpDatabase(createRun(), { revokePublic: true })).join("\n");
    expect(after).not.toMatch(/MISSING| {2}open /);
    await admin.query(
      "drop function app.definer; grant execute on function pg_cancel_backend(integer) to public; revoke usage on schema app from public; grant temporary on database demo to public",
    );
  });

  test("what is set up can be removed, and set up again", async () => {
    expect(await removeSetup(connection)).toEqual(["schema patchbay", "schema patchbay_views", "role patchbay_reader"]);
    expect(await removeSetup(connection)).toEqual([]);
    expect(await check()).toMatch(/MISSING .*no role patchbay_reader/);
    expect((await demo().admin.query("select count(*)::int from app.users")).rows).toEqual([{ count: 200 }]);
    expect(describeFindings(await setUpDatabase(createRun())).join("\n")).not.toMatch(/MISSING/);
    expect([...secrets.values.keys()]).toEqual([databaseContextName("dev")]);
  });

  test("for the Data API the role gets a password, which only its secret has", async () => {
    const database = {
      ...demo().stage,
      connection: {
        adapter: "data-api" as const,
        clusterArn: "arn:aws:rds:eu-central-1:123456789012:cluster:x",
        database: "demo",
      },
    };
    await setUpDatabase({ ...createRun(), database });
    const { username: user, password } = JSON.parse(secrets.values.get(databaseLoginName("dev")) ?? "");
    const login = { host: "127.0.0.1", port: demo().server.port, database: "demo", user, password };
    await (await connectPg(login)).close();
    await setUpDatabase({ ...createRun(), database }, { rotatePassword: true });
    await expect(connectPg(login)).rejects.toThrow(/cannot be reached: password authentication failed/);
  });

  test("behind a proxy the role has a password, and what it has of IAM stays", async () => {
    await demo().admin.query("create role rds_iam; grant rds_iam to patchbay_reader");
    const vpc = { id: "vpc-1", subnetIds: ["subnet-1"], routeTableIds: ["rtb-1"], securityGroupId: "sg-1" };
    const through = (resourceId: string) => ({
      ...demo().stage,
      connection: { adapter: "pg" as const, host: "x", port: 5432, database: "demo", resourceId, vpc },
    });
    const listMemberships = async () =>
      (
        await demo().admin.query(
          "select roleid::regrole::text as role from pg_auth_members where member = 'patchbay_reader'::regrole",
        )
      ).rows;
    secrets.values.delete(databaseLoginName("dev"));
    await setUpDatabase({ ...createRun(), database: through("prx-1") });
    expect([await listMemberships(), secrets.values.has(databaseLoginName("dev"))]).toEqual([
      [{ role: "rds_iam" }],
      true,
    ]);
    secrets.values.delete(databaseLoginName("dev"));
    await setUpDatabase(createRun());
    expect(await listMemberships()).toEqual([]);
    const findings = await setUpDatabase({ ...createRun(), database: through("cluster-1") });
    expect([await listMemberships(), secrets.values.has(databaseLoginName("dev"))]).toEqual([
      [{ role: "rds_iam" }],
      false,
    ]);
    expect(isAnythingMissing(findings)).toBe(false);
    await demo().admin.query("drop role rds_iam");
  });

  test("an operator who is no superuser can set it up, but for what only one may", async () => {
    await removeSetup(connection);
    await demo().admin.query(`create role operator login createrole password 'obviously-fake'; grant create, connect on database demo to operator with grant option;
      grant usage on schema app to operator; grant select on all tables in schema app to operator`);
    const operator = await connectPg({
      host: "127.0.0.1",
      port: demo().server.port,
      database: "demo",
      user: "operator",
      password: "obviously-fake",
    });
    try {
      const said = describeFindings(await setUpDatabase({ ...createRun(), connection: operator })).join("\n");
      expect(said).not.toMatch(/MISSING/);
      expect(said).toMatch(/open .*Only a superuser may set track_activities/);
      expect(await removeSetup(operator)).toHaveLength(3);
    } finally {
      await operator.close();
      await demo().admin.query("drop owned by operator cascade; drop role operator");
    }
  });
});
