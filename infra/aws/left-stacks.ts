// Stacks of a database that the stage's file no longer has. The CDK forgets a stack that leaves the app; its endpoints cost on.
import type { Stage } from "../config.ts";
import { databaseStackNames, listDatabaseStacks } from "../mcp/database-stacks.ts";
import { stackName } from "../names.ts";
import type { CallAws } from "./call-aws.ts";

/**
 * What the operator must delete, in this order; nothing where CloudFormation does not tell.
 * docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function describeLeftStacks(callAws: CallAws, config: Pick<Stage, "stage" | "mcp">): Promise<string[]> {
  const names = listDatabaseStacks(config);
  const left: string[] = [];
  for (const name of databaseStackNames.filter((each) => !names.includes(each))) {
    const stack = stackName(config.stage, name);
    if (await isDeployed(callAws, stack)) left.push(stack);
  }
  if (left.length === 0) return [];
  return [
    "The stage's file has no such database any more, and its stacks are still there. Delete them, the second once the first is gone:",
    ...left.map((stack) => `  aws cloudformation delete-stack --stack-name ${stack}`),
  ];
}

async function isDeployed(callAws: CallAws, stack: string): Promise<boolean> {
  const body = `Action=DescribeStacks&Version=2010-05-15&StackName=${encodeURIComponent(stack)}`;
  const { status, text } = await callAws({ service: "cloudformation", method: "POST", path: "/", body });
  return status === 200 && !text.includes("<StackStatus>DELETE_COMPLETE</StackStatus>");
}
