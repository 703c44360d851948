// Reads a secret without the SDK's client, which would add 100 kB to each Lambda that needs it for nothing else.
import { readCredentials, signJsonPost } from "./sign-request.ts";

const timeoutMs = 2000;

/**
 * The text of a secret: docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * @param id `secretsmanager:GetSecretValue` must allow it
 * @returns undefined where there is none @throws Error when Secrets Manager refuses otherwise or does not answer in time
 */
export async function readSecretText(
  id: string,
  { env = process.env, fetch: send = fetch }: { env?: NodeJS.ProcessEnv; fetch?: typeof fetch } = {},
): Promise<string | undefined> {
  const { AWS_REGION: region = "us-east-1" } = env;
  const url = new URL(
    env.AWS_ENDPOINT_URL_SECRETS_MANAGER || env.AWS_ENDPOINT_URL || `https://secretsmanager.${region}.amazonaws.com`,
  );
  const body = JSON.stringify({ SecretId: id });
  const headers = await signJsonPost(
    url,
    body,
    { service: "secretsmanager", region, credentials: readCredentials(env), headers: protocol },
    new Date(),
  );
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await send(url, { method: "POST", headers, body, redirect: "manual", signal });
  const text = await response.text();
  if (response.status === 400 && missing.test(text)) return undefined;
  if (!response.ok) throw new Error(`Secrets Manager answered ${response.status}.`);
  const { SecretString } = Object(JSON.parse(text));
  return typeof SecretString === "string" ? SecretString : undefined;
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const protocol = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" };

/** IAM denies what does not exist: our roles name secrets with the six characters that AWS appends, and it has none. */
const missing = /ResourceNotFoundException|AccessDeniedException/;
