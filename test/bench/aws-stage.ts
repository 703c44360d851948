import "../http/lambda-environment.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { json } from "../support/test-server.ts";

/** Starts a fake Secrets Manager with one secret, which is read every five minutes. */
export async function startAwsStage(secret: string): Promise<void> {
  const aws = await startAwsStandIn();
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
}
