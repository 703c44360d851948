import "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

/** A Secrets Manager with one secret, which is read once in five minutes. */
export async function awsStage(secret: string): Promise<void> {
  const aws = await startAwsStandIn();
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
}
