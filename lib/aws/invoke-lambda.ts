// Calls another Lambda of the stage and waits for its answer: docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { readCredentials, signJsonPost } from "./sign-request.ts";

/**
 * @param name the function's; `lambda:InvokeFunction` must allow it
 * @returns what it answered @throws Error when Lambda refuses, the function fails or there is no answer in time
 */
export async function invokeLambda(
  name: string,
  deadlineMs: number,
  { env = process.env, fetch: send = fetch }: { env?: NodeJS.ProcessEnv; fetch?: typeof fetch } = {},
): Promise<unknown> {
  const { AWS_REGION: region = "us-east-1" } = env;
  const endpoint = env.AWS_ENDPOINT_URL_LAMBDA || env.AWS_ENDPOINT_URL || `https://lambda.${region}.amazonaws.com`;
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, endpoint);
  const body = "{}";
  const scope = { service: "lambda", region, credentials: readCredentials(env) };
  const headers = await signJsonPost(url, body, scope, new Date());
  const signal = AbortSignal.timeout(deadlineMs);
  const response = await send(url, { method: "POST", headers, body, redirect: "manual", signal });
  const text = await response.text();
  const failed = response.headers.get("x-amz-function-error");
  if (!response.ok || failed !== null) throw new Error(`The Lambda ${name} answered ${failed ?? response.status}.`);
  return JSON.parse(text);
}
