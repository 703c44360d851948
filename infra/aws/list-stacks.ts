import type { CallAws } from "./call-aws.ts";
import { callQuery, listMembers, readChild } from "./call-query.ts";

type StackElement = ReturnType<typeof listMembers>[number];

/**
 * All stacks of a region but deleted ones, as CloudFormation describes them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function listStacks(callAws: CallAws, nextToken?: string): Promise<StackElement[]> {
  const result = await callQuery(callAws, {
    service: "cloudformation",
    action: "DescribeStacks",
    version: "2010-05-15",
    parameters: nextToken ? { NextToken: nextToken } : {},
  });
  const stacks = listMembers(result, "Stacks");
  const next = readChild(result, "NextToken");
  return next ? [...stacks, ...(await listStacks(callAws, next))] : stacks;
}
