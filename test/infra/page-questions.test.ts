import { expect, test } from "vitest";
import { type DatabaseStage, mcpSchema } from "../../infra/config/mcp.ts";
import { resolvePermission } from "../../infra/permissions.ts";
import { account } from "./support/expansion.ts";
import { exampleStage } from "./support/synthesized.ts";

const readPageConfig = (config: typeof exampleStage) =>
  JSON.parse(resolvePermission("page:configure", { place: account, config }).environment.PAGE_CONFIG ?? "");

function configure(questions: Partial<DatabaseStage["questions"]>): typeof exampleStage {
  const connection = {
    adapter: "data-api",
    clusterArn: "arn:aws:rds:eu-central-1:123456789012:cluster:app",
    database: "app",
  };
  const tables = { people: { columns: { id: "integer", name: "text", joined: "date" }, visibleTo: { tenant: "org" } } };
  return { ...exampleStage, mcp: mcpSchema.parse({ database: { connection, tables, questions } }) };
}

test("the page is told what questions can be about, and nothing of the tables", () => {
  const users = { table: "people", id: "id", name: "name", joinedAt: "joined" };
  expect(readPageConfig(configure({ users })).questions).toEqual(["users"]);
  expect(JSON.stringify(readPageConfig(configure({ users })))).not.toContain("people");
  expect(readPageConfig(configure({})).questions).toEqual([]);
});

test("the page is told of no questions in a stage without a database", () => {
  const { mcp: _, ...without } = exampleStage;
  expect(readPageConfig(without)).not.toHaveProperty("questions");
  expect(readPageConfig({ ...without, mcp: { connections: "read" } })).not.toHaveProperty("questions");
});
