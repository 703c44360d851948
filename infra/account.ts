import { SSMClient } from "@aws-sdk/client-ssm";

/** @throws Error in one sentence when the shell has no AWS credentials or no region */
export async function requireAccount(): Promise<void> {
  const { credentials, region } = new SSMClient({}).config;
  await rethrowAs(
    credentials,
    "There are no AWS credentials: sign in first, for example with aws sso login, or set AWS_PROFILE.",
  );
  await rethrowAs(region, "There is no AWS region: set AWS_REGION, for example to eu-central-1.");
}

async function rethrowAs(resolve: () => Promise<unknown>, message: string): Promise<void> {
  try {
    await resolve();
  } catch (cause) {
    throw new Error(message, { cause });
  }
}
