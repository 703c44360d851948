import { expect, test } from "vitest";
import { tableName } from "../../../infra/names.ts";
import { retainedTables } from "../../../infra/removal/retained-tables.ts";
import { exampleStage, listResources, synthesize } from "../support/synthesized.ts";

test("the tables that remove deletes by itself are those that CloudFormation leaves", () => {
  const tables = listResources(synthesize(), "AWS::DynamoDB::Table");
  const left = tables.filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
  expect(left.map(({ Properties }) => Object(Properties).TableName).sort()).toEqual(
    retainedTables.map((table) => tableName(exampleStage.stage, table)).sort(),
  );
});
