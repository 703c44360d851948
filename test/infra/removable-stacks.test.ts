import { expect, test } from "vitest";
import { listRemovableStacks } from "../../infra/removable-stacks.ts";
import { synthesizeTemplates } from "../compatibility/support/templates-of.ts";
import { defineDatabaseStage, throughProxy } from "./mcp/support/database-stage.ts";
import { exampleStage } from "./support/synthesized.ts";

test.each([
  ["a stage", exampleStage],
  ["a stage with a database", defineDatabaseStage()],
  ["a stage with its database in a VPC", defineDatabaseStage({ connection: throughProxy })],
])("npm run remove deletes every stack of %s but the one with the users' data", (_, stage) => {
  const all = synthesizeTemplates(stage).map(({ name }) => name);
  expect(listRemovableStacks(stage).sort()).toEqual(all.filter((name) => name !== "patchbay-prod-data").sort());
});
