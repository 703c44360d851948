import { expect, test } from "vitest";
import type { CallAws } from "../../../infra/aws/call-aws.ts";
import { describeLeftStacks } from "../../../infra/aws/left-stacks.ts";
import { defineDatabaseStage, throughProxy } from "../mcp/support/database-stage.ts";
import { exampleStage } from "../support/synthesized.ts";

/** CloudFormation with these stacks; it answers 400 for any other. */
const having =
  (stacks: Readonly<Record<string, string>>): CallAws =>
  async ({ body = "" }) => {
    const status = stacks[new URLSearchParams(body).get("StackName") ?? ""];
    return status ? { status: 200, text: `<StackStatus>${status}</StackStatus>` } : { status: 400, text: "" };
  };

const both = having({
  "patchbay-prod-database": "UPDATE_COMPLETE",
  "patchbay-prod-database-network": "CREATE_COMPLETE",
});

test("stacks of a database that has left the stage's file are named, with what deletes them, in the order that works", async () => {
  expect(await describeLeftStacks(both, exampleStage)).toEqual([
    "The stage's file has no such database any more, and its stacks are still there. Delete them, the second once the first is gone:",
    "  aws cloudformation delete-stack --stack-name patchbay-prod-database",
    "  aws cloudformation delete-stack --stack-name patchbay-prod-database-network",
  ]);
});

test("a stage that moves from a VPC to the Data API keeps one and leaves the other", async () => {
  const lines = await describeLeftStacks(both, defineDatabaseStage());
  expect(lines.slice(1)).toEqual(["  aws cloudformation delete-stack --stack-name patchbay-prod-database-network"]);
});

test.each([
  ["are the stage's", both, defineDatabaseStage({ connection: throughProxy })],
  ["were never there", having({}), exampleStage],
  ["are deleted", having({ "patchbay-prod-database": "DELETE_COMPLETE" }), exampleStage],
])("nothing is said of stacks that %s", async (_, callAws, stage) => {
  expect(await describeLeftStacks(callAws, stage)).toEqual([]);
});
