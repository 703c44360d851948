import { expect, test } from "vitest";
import { planSecrets } from "../../infra/secrets/plan.ts";
import { writeSecrets } from "../../infra/secrets/write-secrets.ts";
import { defineDatabaseStage } from "./mcp/support/database-stage.ts";
import { exampleStage } from "./support/synthesized.ts";

const name = "patchbay/prod/mcp";
const withDatabase = defineDatabaseStage();

const readSwitches = (lines: Record<string, string>) =>
  JSON.parse(planSecrets(lines, withDatabase).secrets.get(name) ?? "null");

test.each([
  [
    { MCP_AUTO_CONNECT: "true", MCP_POSTGRES_ENABLED: "true" },
    { autoConnect: true, postgres: true, caching: true },
  ],
  [{ MCP_AUTO_CONNECT: " TRUE " }, { autoConnect: true, postgres: false, caching: true }],
  [{ MCP_ENABLE_CACHING: "false" }, { autoConnect: false, postgres: false, caching: false }],
  [
    { MCP_POSTGRES_ENABLED: "false", MCP_AUTO_CONNECT: "" },
    { autoConnect: false, postgres: false, caching: true },
  ],
])("the lines %j are the switches %j", (lines, switches) => {
  expect(readSwitches(lines)).toEqual(switches);
});

test("a file without a switch changes none", () => {
  expect(readSwitches({ MCP_AUTO_CONNECT: "", SLACK_SIGNING_SECRET: "s" })).toBeNull();
});

test.each(["1", "yes", "on", "truee"])("%s is neither on nor off, and refused without being quoted", (value) => {
  expect(() => planSecrets({ MCP_POSTGRES_ENABLED: value }, withDatabase)).toThrow(
    /^MCP_POSTGRES_ENABLED must be true or false\.$/,
  );
});

test("what is switched on says that the stage's file has no database", () => {
  const on = { MCP_AUTO_CONNECT: "true", MCP_POSTGRES_ENABLED: "true" };
  expect(planSecrets(on, exampleStage).notices).toEqual([
    "Questions to the database are switched on, but infra/stages/prod.ts has no mcp.database: they stay off until it does and is deployed.",
  ]);
  expect(planSecrets(on, withDatabase).notices).toEqual([]);
  expect(planSecrets({ MCP_AUTO_CONNECT: "true" }, exampleStage).notices).toEqual([]);
});

test("the switches are written as a secret of the stage", async () => {
  const written = new Map<string, string>();
  const stores = {
    readParameter: async () => undefined,
    writeParameter: async () => undefined,
    readSecret: async () => ({ state: "absent" }) as const,
    writeSecret: async (secret: string, value: string) => void written.set(secret, value),
  };
  const lines = await writeSecrets(planSecrets({ MCP_AUTO_CONNECT: "true" }, withDatabase), withDatabase, stores);
  expect(lines).toContain(`${name}: created`);
  expect(JSON.parse(written.get(name) ?? "")).toEqual({
    current: JSON.stringify({ autoConnect: true, postgres: false, caching: true }),
  });
});
