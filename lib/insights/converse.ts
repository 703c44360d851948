// Calls Bedrock's Converse API with a signed request: the SDK's client would add 100 kB to every bundle.
import * as z from "zod";
import { type AwsCredentials, readCredentials, signJsonPost } from "../aws/sign-request.ts";
import { fetchProvider } from "../http/provider-fetch.ts";

export interface Model {
  /** Id or ARN of a model or an inference profile. */
  readonly id: string;
  readonly region: string;
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly credentials: AwsCredentials;
  readonly deadlineMs: number;
}

/** A model of the Lambda's region, asked with the Lambda's credentials. */
export function locateModel(id: string, deadlineMs: number, env: Readonly<NodeJS.ProcessEnv> = process.env): Model {
  const { AWS_REGION: region = "us-east-1" } = env;
  const endpoint = env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME || `https://bedrock-runtime.${region}.amazonaws.com`;
  return { id, region, endpoint: endpoint.replace(/\/$/, ""), credentials: readCredentials(env), deadlineMs };
}

export interface Prompt {
  /** What the model is to do. */
  readonly instructions: string;
  /** What it is to do it with, as data: never a place for instructions. */
  readonly content: string;
  readonly maxTokens: number;
}

export interface ModelText {
  readonly text: string;
  /** Why it stopped, such as `end_turn` or `max_tokens`. */
  readonly stopReason: string | undefined;
}

const maxAnswerBytes = 100_000;

const answerSchema = () =>
  z.object({
    output: z.object({ message: z.object({ content: z.array(z.object({ text: z.string().optional() })).max(20) }) }),
    stopReason: z.string().optional(),
  });

/**
 * Asks a model once.
 * Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws ProviderError when it does not answer in time, Error when it refuses, or its answer has another shape or is no UTF-8
 */
export async function converse(prompt: Prompt, model: Model, now: Date): Promise<ModelText> {
  const url = new URL(`${model.endpoint}/model/${encodeURIComponent(model.id)}/converse`);
  const body = JSON.stringify({
    system: [{ text: prompt.instructions }],
    messages: [{ role: "user", content: [{ text: prompt.content }] }],
    inferenceConfig: { maxTokens: prompt.maxTokens, temperature: 0 },
  });
  const headers = await signJsonPost(url, body, { service: "bedrock", ...model }, now);
  const options = { allowedOrigins: [url.origin], deadlineMs: model.deadlineMs, maxBytes: maxAnswerBytes };
  const response = await fetchProvider(url, { method: "POST", headers, body }, options);
  if (!response.ok) throw new Error(`The model answered ${response.status}.`);
  const json = new TextDecoder("utf-8", { fatal: true }).decode(await response.arrayBuffer());
  const { output, stopReason } = answerSchema().parse(JSON.parse(json));
  return { text: output.message.content.map((part) => part.text ?? "").join(""), stopReason };
}
