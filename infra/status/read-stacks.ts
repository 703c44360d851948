import type { CallAws } from "../aws/call-aws.ts";
import { callQuery, listMembers, readChild } from "../aws/call-query.ts";
import { stackName } from "../names.ts";

export interface DeployedStack {
  readonly name: string;
  /** As CloudFormation says it: UPDATE_COMPLETE. */
  readonly status: string;
  /** When it was last updated, or created: ISO 8601. */
  readonly changedAt: string;
}

/**
 * Reads the stacks of a stage: the service lists all of the region, and none that is deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function readStacks(callAws: CallAws, stage: string, nextToken?: string): Promise<DeployedStack[]> {
  const result = await callQuery(callAws, {
    service: "cloudformation",
    action: "DescribeStacks",
    version: "2010-05-15",
    parameters: nextToken ? { NextToken: nextToken } : {},
  });
  const stacks = listMembers(result, "Stacks").map((stack) => ({
    name: readChild(stack, "StackName") ?? "",
    status: readChild(stack, "StackStatus") ?? "",
    changedAt: readChild(stack, "LastUpdatedTime") ?? readChild(stack, "CreationTime") ?? "",
  }));
  const own = stacks.filter(({ name }) => name.startsWith(stackName(stage, "")));
  const next = readChild(result, "NextToken");
  return next ? [...own, ...(await readStacks(callAws, stage, next))] : own;
}
