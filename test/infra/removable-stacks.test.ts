import { expect, test } from "vitest";
import { listRemovableStacks } from "../../infra/removable-stacks.ts";
import { synthesizeTemplates } from "../compatibility/support/templates-of.ts";
import { exampleStage } from "./support/synthesized.ts";

test("npm run remove deletes every stack but the one with the users' data", () => {
  const all = synthesizeTemplates(exampleStage).map(({ name }) => name);
  expect(listRemovableStacks("prod").sort()).toEqual(all.filter((name) => name !== "patchbay-prod-data").sort());
});
