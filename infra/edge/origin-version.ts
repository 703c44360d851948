// Which version of the origin secret the edge sends. Lambdas accept the current one and the one before, and keep both for five minutes.
import { z } from "zod";
import type { AwsAccount } from "../aws/account.ts";
import { type CallAws, createAwsCaller } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import { readStackOutput } from "../aws/read-stack-output.ts";
import type { Stage } from "../config.ts";
import { edgeRegion, originSecretName, originVersionOutput, stackName } from "../names.ts";

const variable = "PATCHBAY_ORIGIN_VERSION";

/** The version that `npm run deploy` has read; nothing where no account is asked, as at synth. */
export function readPassedVersion(env: NodeJS.ProcessEnv = process.env): { originVersion?: string } {
  const { [variable]: originVersion } = env;
  return originVersion ? { originVersion } : {};
}

const secretSchema = z.object({
  LastChangedDate: z.number().optional(),
  VersionIdsToStages: z.record(z.string(), z.array(z.string())).default({}),
});

/** As long as a Lambda keeps what it has read, and a minute more. */
const takenUpAfterMs = 6 * 60_000;

/**
 * The variable that tells the CDK which version to send.
 * @throws Error in one sentence when there is no secret yet, or when it is so new that Lambdas may not know it
 */
export async function passOriginVersion(
  { edge, stage }: Pick<Stage, "edge" | "stage">,
  { callAws }: Pick<AwsAccount, "callAws">,
  now: () => number = Date.now,
): Promise<Record<string, string>> {
  if (edge === undefined) return {};
  const found = await describeSecret(callAws, stage);
  if (found === undefined)
    throw new Error(
      `The stage has an edge and no secret for it: run npm run secrets -- --stage ${stage} --from .env.${stage}.`,
    );
  const waitMs = found.isRotated ? found.changedAt + takenUpAfterMs - now() : 0;
  if (waitMs > 0)
    throw new Error(
      `The origin secret was rotated a moment ago: run this again in ${Math.ceil(waitMs / 60_000)} minutes, when every Lambda accepts it.`,
    );
  return { [variable]: found.version };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
async function describeSecret(callAws: CallAws, stage: string) {
  const found = await callJson(callAws, {
    service: "secretsmanager",
    target: "secretsmanager.DescribeSecret",
    input: { SecretId: originSecretName(stage) },
    answer: secretSchema,
    missing: "ResourceNotFoundException",
  });
  const versions = Object.entries(found?.VersionIdsToStages ?? {});
  const [version] = versions.find(([, labels]) => labels.includes("AWSCURRENT")) ?? [];
  if (found === undefined || version === undefined) return undefined;
  const isRotated = versions.some(([, labels]) => labels.includes("AWSPREVIOUS"));
  // In seconds, as AWS's JSON protocol writes times.
  return { version, isRotated, changedAt: 1000 * (found.LastChangedDate ?? 0) };
}

/**
 * Makes sure that the edge sends the current secret. Otherwise a rotation would take away the one that it sends.
 * @throws Error in one sentence
 */
export async function refuseSecondRotation(
  { stage }: Pick<Stage, "stage">,
  { callAws }: Pick<AwsAccount, "callAws">,
  callEdge: CallAws = createAwsCaller(edgeRegion),
): Promise<void> {
  const [found, sent] = await Promise.all([
    describeSecret(callAws, stage),
    readStackOutput(callEdge, stackName(stage, "edge"), originVersionOutput),
  ]);
  if (found === undefined || sent === undefined || sent === found.version) return;
  throw new Error(
    `The edge sends the secret of before still: run npm run deploy -- --stage ${stage} first. Nothing was written.`,
  );
}
