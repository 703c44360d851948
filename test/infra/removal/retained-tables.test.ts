import { expect, test } from "vitest";
import { createdTableName } from "../../../infra/names.ts";
import { listRetainedTables, retainedTables } from "../../../infra/removal/retained-tables.ts";
import { exampleStage, listResources, synthesize } from "../support/synthesized.ts";

test("the tables that remove deletes by itself are those that CloudFormation leaves", () => {
  const tables = listResources(synthesize(), "AWS::DynamoDB::Table");
  const left = tables.filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
  expect(left.map(({ Properties }) => Object(Properties).TableName).sort()).toEqual(
    retainedTables.map((table) => createdTableName(exampleStage.stage, table)).sort(),
  );
});

test("a table that was restored under another name is among them, once", () => {
  const restoredTables = { transient: { name: "patchbay-prod-transient-restored" } };
  expect(listRetainedTables({ stage: "prod", restoredTables })).toEqual([
    "patchbay-prod-connections",
    "patchbay-prod-audit",
    "patchbay-prod-feed",
    "patchbay-prod-transient-restored",
  ]);
});
