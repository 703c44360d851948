import type { CallAws } from "../aws/call-aws.ts";

/**
 * Lets a stack be deleted. A stack that is not there counts as unprotected.
 * @throws Error in one sentence where CloudFormation refuses
 * docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html
 */
export async function endTerminationProtection(callAws: CallAws, stack: string): Promise<void> {
  const form = { Action: "UpdateTerminationProtection", Version: "2010-05-15", EnableTerminationProtection: "false" };
  const body = new URLSearchParams({ ...form, StackName: stack }).toString();
  const { status, text } = await callAws({ service: "cloudformation", method: "POST", path: "/", body });
  if (status === 200 || text.includes("does not exist")) return;
  throw new Error(`AWS answered ${status}: these credentials may need cloudformation:UpdateTerminationProtection.`);
}
