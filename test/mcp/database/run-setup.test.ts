// What `npm run database` makes, for whom, and that it can be taken away again.
import { expect, test } from "vitest";
import { connectPg } from "../../../infra/database/connect-pg.ts";
import { removeSetup } from "../../../infra/database/remove-setup.ts";
import { describeFindings, isAnythingMissing, setUpDatabase } from "../../../infra/database/run-setup.ts";
import { databaseContextName, databaseLoginName } from "../../../infra/names.ts";
import { setUpForTests } from "./support/prepared-database.ts";
import { describeOnServers } from "./support/servers.ts";

describeOnServers((demo) => {
  const { secrets, connection, createRun, check } = setUpForTests(demo);

  test("what is set up can be removed, and set up again", async () => {
    expect(await removeSetup(connection(), "dev")).toEqual([
      "schema patchbay",
      "schema patchbay_views",
      "role patchbay_reader",
    ]);
    expect(await removeSetup(connection(), "dev")).toEqual([]);
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
    await demo().admin.query("revoke rds_iam from patchbay_reader; drop role rds_iam");
    const without = describeFindings(await setUpDatabase({ ...createRun(), database: through("cluster-1") }));
    expect(without.join("\n")).toMatch(/MISSING .*lacks rds_iam, so no IAM token logs it in/);
  });

  test("an operator who is no superuser can set it up, but for what only one may", async () => {
    await removeSetup(connection(), "dev");
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
      expect(await removeSetup(operator, "dev")).toHaveLength(3);
    } finally {
      await operator.close();
      await demo().admin.query("drop owned by operator cascade; drop role operator");
    }
  });
});
