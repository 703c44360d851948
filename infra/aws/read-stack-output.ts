import type { CallAws } from "./call-aws.ts";
import { callQuery, listMembers, readChild } from "./call-query.ts";

/**
 * An output of a stack: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 * @returns undefined where there is no such stack, or it has no such output
 */
export async function readStackOutput(
  callAws: CallAws,
  stack: string,
  output: string,
  nextToken?: string,
): Promise<string | undefined> {
  const result = await callQuery(callAws, {
    service: "cloudformation",
    action: "DescribeStacks",
    version: "2010-05-15",
    parameters: nextToken ? { NextToken: nextToken } : {},
  });
  const found = listMembers(result, "Stacks").find((each) => readChild(each, "StackName") === stack);
  if (found) {
    const outputs = listMembers(found, "Outputs");
    const wanted = outputs.find((each) => readChild(each, "OutputKey") === output);
    return wanted && readChild(wanted, "OutputValue");
  }
  const next = readChild(result, "NextToken");
  return next ? readStackOutput(callAws, stack, output, next) : undefined;
}
