// What docs/questions.md says of the stage's file, the command, its check and the costs is so.
import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { mcpSchema } from "../../infra/config/mcp.ts";
import { assumeColumns } from "../../infra/database/assume-columns.ts";
import { listResiduals } from "../../infra/database/check/residuals.ts";
import { findMistakes } from "../../infra/database/find-mistakes.ts";
import { planSetup } from "../../infra/database/plan-setup.ts";
import { computeDatabaseCost } from "../../infra/mcp/describe-cost.ts";
import { columnTypeNames } from "../../lib/mcp/column-types.ts";

const guide = await readFile("docs/questions.md", "utf8");
const command = await readFile("infra/commands/database.ts", "utf8");

test("the example of a stage's file is one, and makes a view for each table", () => {
  const [, text = ""] = /```ts\nmcp: (\{[\s\S]*?\}),\n```/.exec(guide) ?? [];
  const { database } = mcpSchema.parse(runInNewContext(`(${text})`));
  if (!database) throw new Error("The example has no database.");
  const sql = planSetup(database, assumeColumns(database.tables), { stage: "dev" }).join("\n");
  expect(sql.match(/create view /g)).toHaveLength(3);
  const missing = findMistakes(database.tables, assumeColumns(database.tables));
  // Whose a row is need not be among the columns.
  expect(missing).toEqual([
    "public.users has no column company_id.",
    "public.notes has no column company_id.",
    "public.notes has no column owner.",
  ]);
});

test("it names every type of a column", () => {
  expect(guide).toContain(`Types: \`${columnTypeNames.join(" ")}\``);
});

test("it names flags that the command has, and each thing that a role cannot be kept from", () => {
  const flags = new Set(guide.match(/(?<=`| )--[a-z][a-z-]+/g));
  expect(flags.size).toBeGreaterThanOrEqual(8);
  expect([...flags].filter((flag) => !command.includes(`\n  ${flag} `))).toEqual([]);
  for (const { text } of listResiduals()) expect.soft(guide).toContain(text.replace("Only the guard stops this. ", ""));
});

test("its costs are those that a deployment prints", () => {
  const vpc = { id: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], routeTableIds: ["rtb-1"], securityGroupId: "sg-1" };
  const sum = (resourceId: string, model?: string) => {
    const connection = { adapter: "pg", host: "x", database: "app", resourceId, vpc };
    const tables = { users: { columns: { id: "integer" }, visibleTo: "everyone" } };
    const mcp = mcpSchema.parse({ database: { connection, tables, ...(model && { model: { model } }) } });
    return computeDatabaseCost({ mcp }).reduce((total, { dollarsAMonth }) => total + dollarsAMonth, 0);
  };
  const patterns = sum("cluster-1");
  for (const dollars of [patterns, sum("cluster-1", "a.model"), sum("prx-1") - patterns])
    expect.soft(guide).toContain(`| $${dollars.toFixed(2)}`);
});
