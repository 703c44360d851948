import type { CallAws } from "./call-aws.ts";
import { listMembers, readChild } from "./call-query.ts";
import { listStacks } from "./list-stacks.ts";

/** An output of a stack. @returns undefined where there is no such stack, or it has no such output */
export async function readStackOutput(callAws: CallAws, stack: string, output: string): Promise<string | undefined> {
  const found = (await listStacks(callAws)).find((each) => readChild(each, "StackName") === stack);
  const outputs = found ? listMembers(found, "Outputs") : [];
  const wanted = outputs.find((each) => readChild(each, "OutputKey") === output);
  return wanted && readChild(wanted, "OutputValue");
}
