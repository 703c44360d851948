import { z } from "zod";
import type { AwsAccount } from "./account.ts";
import { callJson } from "./call-json.ts";

/** Written by `cdk bootstrap`: docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const versionParameter = "/cdk-bootstrap/hnb659fds/version";

/** What the CDK's stacks and their assets need. */
const minVersion = 6;

const answer = z.object({ Parameter: z.object({ Value: z.string() }) });

/**
 * Makes sure that the account and region are prepared for the CDK, before anything is built.
 * @throws Error in one sentence where they are not, or were by a CDK that is too old
 */
export async function checkBootstrap({ callAws, account, region }: AwsAccount, stage: string): Promise<void> {
  const found = await callJson(callAws, {
    ...{ service: "ssm", target: "AmazonSSM.GetParameter", input: { Name: versionParameter } },
    ...{ answer, missing: "ParameterNotFound" },
  });
  const advice = `run npm run bootstrap -- --stage ${stage} first.`;
  if (found === undefined)
    throw new Error(`Account ${account} is not prepared for the CDK in the region ${region}: ${advice}`);
  if (Number(found.Parameter.Value) < minVersion)
    throw new Error(`Account ${account} was prepared by an older CDK in the region ${region}: ${advice}`);
}
