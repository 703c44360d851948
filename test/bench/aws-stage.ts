import "../http/lambda-environment.ts";
import { json } from "../http/far-end.ts";
import { awsStandIn } from "../store/aws-stand-in.ts";

/** A Secrets Manager with one secret, which is read once in five minutes. */
export async function awsStage(secret: string): Promise<void> {
  const aws = await awsStandIn();
  aws.on("GetSecretValue", () => json({ SecretString: JSON.stringify({ current: secret }) }));
}
