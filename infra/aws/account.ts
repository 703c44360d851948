// Makes sure that a command works on the account and region that the stage's file names, before it writes anything.
import { SSMClient } from "@aws-sdk/client-ssm";
import type { Stage } from "../config.ts";
import { type CallAws, createAwsCaller } from "./call-aws.ts";

export interface AwsAccount {
  readonly account: string;
  readonly region: string;
  readonly callAws: CallAws;
}

type Belonging = Pick<Stage, "stage" | "account" | "region">;

/**
 * Compares the shell's credentials and region with the stage's file, and shows both.
 * @param print gets one line with the account and the region
 * @throws Error in one sentence when they differ, when the file names none, or when the shell has no credentials
 */
export async function requireAccount(
  stage: Belonging,
  print: (line: string) => void = console.log,
): Promise<AwsAccount> {
  const region = await resolveRegion(stage);
  await rethrowAs(
    new SSMClient({ region }).config.credentials,
    "There are no AWS credentials: sign in first, for example with aws sso login, or set AWS_PROFILE.",
  );
  const callAws = createAwsCaller(region);
  const account = await readCallerAccount(callAws);
  refuseOtherAccount(stage, account, region);
  print(`Stage ${stage.stage}: account ${account}, region ${region}`);
  return { account, region, callAws };
}

/** The region and the account of the shell's credentials, as far as it has them. Never throws. */
export async function findShellAccount(): Promise<Partial<Pick<AwsAccount, "account" | "region">>> {
  const region = await resolveRegion({ stage: "" }).catch(() => undefined);
  if (region === undefined) return {};
  const account = await readCallerAccount(createAwsCaller(region)).catch(() => undefined);
  return { region, ...(account === undefined ? {} : { account }) };
}

async function resolveRegion({ region }: Belonging): Promise<string> {
  const resolve = new SSMClient({}).config.region;
  if (region) return resolve().catch(() => region);
  await rethrowAs(resolve, "There is no AWS region: set AWS_REGION, for example to eu-central-1.");
  return resolve();
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
async function readCallerAccount(callAws: CallAws): Promise<string> {
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const { status, text } = await callAws({ service: "sts", method: "POST", path: "/", body });
  const account = /<Account>(\d{12})<\/Account>/.exec(text)?.[1];
  if (account) return account;
  throw new Error(`AWS does not accept these credentials (${status}): sign in again, or set another AWS_PROFILE.`);
}

/** @throws Error in one sentence */
export function refuseOtherAccount({ stage, ...named }: Belonging, account: string, region: string): void {
  const file = `infra/stages/${stage}.ts`;
  if (!named.account || !named.region) {
    throw new Error(
      `${file} does not say which AWS account and region it belongs to. You are signed in to account ${account}, region ${region}; if that is right, add: account: "${account}", region: "${region}".`,
    );
  }
  if (named.account !== account) {
    throw new Error(
      `${file} belongs to the AWS account ${named.account}, and you are signed in to ${account}: set another AWS_PROFILE. Nothing was written.`,
    );
  }
  if (named.region !== region) {
    throw new Error(
      `${file} belongs to the region ${named.region}, and this shell works in ${region}: set AWS_REGION=${named.region}. Nothing was written.`,
    );
  }
}

async function rethrowAs(resolve: () => Promise<unknown>, message: string): Promise<void> {
  try {
    await resolve();
  } catch (cause) {
    throw new Error(message, { cause });
  }
}
