import { expect, test } from "vitest";
import { planLambda } from "../../../infra/lambda-plan.ts";
import { planStageFile } from "../../../infra/mcp/stage-file.ts";
import { type McpSettings, parseMcpSettings } from "../../../lib/mcp/settings.ts";
import { account } from "../support/expansion.ts";
import { exampleStage } from "../support/synthesized.ts";
import { dataApi, defineDatabaseStage, throughProxy } from "./support/database-stage.ts";

/** What a Lambda reads of a stage's file. */
function readFile(...change: Parameters<typeof defineDatabaseStage>): McpSettings {
  const { files = {} } = planStageFile(defineDatabaseStage(...change)) ?? {};
  return parseMcpSettings(files["mcp.json"] ?? "");
}

test("the file has what Lambdas read, and not where tables are and who sees their rows", () => {
  expect(readFile({ connection: dataApi, model: { model: "amazon.nova-lite-v1:0" } })).toEqual({
    tables: {
      users: {
        about: "People with an account",
        columns: {
          id: { type: "integer" },
          name: { type: "text", about: "As they write it" },
          joined: { type: "date" },
        },
      },
      plans: { columns: { name: { type: "text" } } },
    },
    questions: { users: { table: "users", id: "id", name: "name", joinedAt: "joined" } },
    connection: {
      ...dataApi,
      secretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:patchbay/prod/database/login",
    },
    model: "amazon.nova-lite-v1:0",
    limits: { rows: 500, seconds: 5, bytes: 1_000_000 },
  });
});

test("the file says how a database in a VPC is reached, without the ids of the VPC", () => {
  const { connection } = readFile({ connection: throughProxy });
  expect(connection).toEqual({ adapter: "pg", host: throughProxy.host, port: 5432, database: "app" });
});

test("a secret that the stage names is taken", () => {
  const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:theirs-a1b2c3";
  expect(readFile({ connection: { ...dataApi, secretArn } }).connection).toEqual({ ...dataApi, secretArn });
});

test("the Lambda of a row that asks for the file gets it, with the variable that names it", () => {
  const row = { run: "mcp/off", permissions: [], stageFile: "mcp.json" } as const;
  const plan = planLambda(row, { config: defineDatabaseStage(), place: account });
  expect(Object.keys(plan.files)).toEqual(["mcp.json"]);
  expect(plan.environment.MCP_SETTINGS).toBe("mcp.json");
});

test("no other Lambda gets it, and none where no database is configured", () => {
  const row = { run: "mcp/off", permissions: [] };
  const plans = [
    planLambda(row, { config: defineDatabaseStage(), place: account }),
    planLambda({ ...row, stageFile: "mcp.json" }, { config: exampleStage, place: account }),
  ];
  expect(plans.map(({ files, environment }) => [files, environment.MCP_SETTINGS])).toEqual([
    [{}, undefined],
    [{}, undefined],
  ]);
});
