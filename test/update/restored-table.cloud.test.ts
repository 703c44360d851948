// Rows are lost, the tables are restored from their backups, and the stage is told their names. One story, in its order.
import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, test } from "vitest";
import type { StageInput } from "../../infra/config.ts";
import type { TableName } from "../../infra/names.ts";
import { listRows } from "../integrations/support/tables.ts";
import { openPage } from "../realtime/support/socket.ts";
import { asUser, type Browser } from "../support/api.ts";
import { dynamodb, tableName } from "../support/aws.ts";
import { connectInBrowser } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { deployAssembly, deployToday, importTables, readOwnedTables } from "./support/deployments.ts";
import { describeTable, readDeployedSettings, restoreTable } from "./support/restore.ts";
import { writeRestoredAssembly } from "./support/restored-assembly.ts";

const restored = { connections: "patchbay-test-connections-restored", feed: "patchbay-test-feed-restored" } as const;
const ben = { sub: "restore-ben", org: "restore" };
let user: Browser;
let restoredTables: NonNullable<StageInput["restoredTables"]>;

async function connect(provider: "github" | "calendar" | "figma"): Promise<void> {
  const { location } = await connectInBrowser(user, provider);
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
}
const listProviders = async () =>
  (Object((await user.get("/api/integrations")).json).integrations as { provider: string }[])
    .map(({ provider }) => provider)
    .sort();

async function loseRows(table: TableName, prefix: string): Promise<void> {
  for (const { pk, sk } of await listRows(table, prefix)) {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    await dynamodb().send(new DeleteItemCommand({ TableName: tableName(table), Key }));
  }
}

beforeAll(async () => {
  await deployToday();
  user = await asUser(ben);
});

describe("after rows were lost", () => {
  beforeAll(async () => {
    await connect("github");
    await connect("calendar");
    await restoreTable("connections", restored.connections);
    const stream = await restoreTable("feed", restored.feed);
    restoredTables = { connections: { name: restored.connections }, feed: { name: restored.feed, stream } };
    await loseRows("connections", "owner#c%23restore");
    expect(await listProviders()).toEqual([]);
    await deployAssembly(await writeRestoredAssembly("restored", restoredTables));
  });

  test("the restored tables have every setting that a deployment gives to those that they stand in for", async () => {
    for (const table of ["connections", "feed"] as const)
      expect(await describeTable(restored[table])).toEqual(readDeployedSettings(table));
  });

  test("the connections are back, and their tokens open", async () => {
    expect(await listProviders()).toEqual(["calendar", "github"]);
    const answer = await user.get("/api/integrations/github/user");
    expect(answer.status, answer.text).toBe(200);
    const refreshed = await user.post("/api/integrations/calendar/refresh");
    expect(refreshed.status, refreshed.text).toBe(200);
  });

  test("what is new is written to the restored tables, and sent to open pages", async () => {
    const page = await openPage(ben);
    await connect("figma");
    await expect.poll(() => page.messages.map(({ type }) => type)).toContain("connection.changed");
    expect(await listProviders()).toEqual(["calendar", "figma", "github"]);
    expect(await listRows("connections", "owner#c%23restore")).toEqual([]);
  });
});

describe("after the restored tables were imported", () => {
  beforeAll(async () => {
    const { connections, feed } = restoredTables;
    const imported = {
      ...(connections && { connections: { ...connections, imported: true } }),
      ...(feed && { feed: { ...feed, imported: true } }),
    };
    const assembly = await writeRestoredAssembly("imported", imported);
    await importTables(assembly);
    await deployAssembly(assembly);
  });

  test("the stack of the data has them, beside those that they stand in for", async () => {
    const names = await readOwnedTables();
    expect(names).toEqual(
      expect.arrayContaining([...Object.values(restored), tableName("connections"), tableName("feed")]),
    );
  });

  test("the stage works as before", async () => {
    expect(await listProviders()).toEqual(["calendar", "figma", "github"]);
    expect((await sandbox("figma").grants()).filter(({ revoked }) => revoked)).toEqual([]);
    const answer = await user.delete("/api/integrations/github");
    expect(answer.status, answer.text).toBe(200);
    expect(await listProviders()).toEqual(["calendar", "figma"]);
  });
});
