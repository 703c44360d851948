// The whole command's work through the Data API, with calls that are signed as AWS's own.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createAwsCaller } from "../../../infra/aws/call-aws.ts";
import { connectDataApi } from "../../../infra/database/connect-data-api.ts";
import type { AdminConnection } from "../../../infra/database/connection.ts";
import { removeSetup } from "../../../infra/database/remove-setup.ts";
import { checkOnly, describeFindings, type SetupRun, setUpDatabase } from "../../../infra/database/run-setup.ts";
import { localAdmin } from "../../../infra/local/postgres/start.ts";
import { databaseLoginName } from "../../../infra/names.ts";
import { signContext } from "../../../lib/mcp/database/sign-context.ts";
import { type DataApiShim, startDataApiShim } from "../../support/data-api-shim.ts";
import { createMemorySecrets } from "./support/memory-secrets.ts";
import { secretArn as adminSecretArn, clusterArn, credentials } from "./support/openers.ts";
import { describeOnServers } from "./support/servers.ts";

describeOnServers((demo) => {
  const secrets = createMemorySecrets();
  let shim: DataApiShim;
  let connection: AdminConnection;

  beforeAll(async () => {
    const login = { ...localAdmin, host: "127.0.0.1", port: demo().server.port };
    shim = await startDataApiShim({ clusterArn, secrets: { [adminSecretArn]: login } });
    vi.stubEnv("AWS_ENDPOINT_URL", shim.endpoint);
    vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
    connection = connectDataApi(createAwsCaller("eu-central-1"), { clusterArn, database: "demo", adminSecretArn });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await shim.stop();
  });

  const createRun = (): SetupRun => ({
    ...{ stage: "dev", connection, secrets, print: () => undefined },
    database: { ...demo().stage, connection: { adapter: "data-api", clusterArn, database: "demo" } },
    sign: (key) => (context, database, now) => signContext(context, database, key, now),
  });

  test("it sets up, checks and removes as through a connection", async () => {
    expect(await removeSetup(connection, "dev")).toHaveLength(3);
    const said = describeFindings(await setUpDatabase(createRun())).join("\n");
    expect(said).not.toMatch(/MISSING/);
    expect(said).toContain("it could read no table and no key");
    expect(secrets.values.has(databaseLoginName("dev"))).toBe(true);
    await demo().admin.query(
      "grant select on app.users to patchbay_reader; grant usage on schema app to patchbay_reader",
    );
    expect(describeFindings(await checkOnly(createRun())).join("\n")).toMatch(/MISSING .*read app\.users/);
    expect(await removeSetup(connection, "dev")).toHaveLength(3);
    expect(shim.countOpen()).toBe(0);
  });

  test("what the database refuses and what AWS refuses is said in their words", async () => {
    await expect(connection.execute("select * from nothing")).rejects.toMatchObject({ sqlState: "42P01" });
    const other = connectDataApi(createAwsCaller("eu-central-1"), {
      clusterArn,
      database: "demo",
      adminSecretArn: "arn:x",
    });
    await expect(other.execute("select 1")).rejects.toThrow("The Data API refused (400): The secret cannot be read");
    expect(shim.countOpen()).toBe(0);
  });
});
