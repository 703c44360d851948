import type { CallAws } from "../aws/call-aws.ts";
import { readChild } from "../aws/call-query.ts";
import { listStacks } from "../aws/list-stacks.ts";
import { stackName } from "../names.ts";

export interface DeployedStack {
  readonly name: string;
  /** As CloudFormation says it: UPDATE_COMPLETE. */
  readonly status: string;
  /** When it was last updated, or created: ISO 8601. */
  readonly changedAt: string;
}

/** Reads the stacks of a stage. */
export async function readStacks(callAws: CallAws, stage: string): Promise<DeployedStack[]> {
  const stacks = (await listStacks(callAws)).map((stack) => ({
    name: readChild(stack, "StackName") ?? "",
    status: readChild(stack, "StackStatus") ?? "",
    changedAt: readChild(stack, "LastUpdatedTime") ?? readChild(stack, "CreationTime") ?? "",
  }));
  return stacks.filter(({ name }) => name.startsWith(stackName(stage, "")));
}
