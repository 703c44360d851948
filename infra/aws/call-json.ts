import type { z } from "zod";
import type { CallAws, JsonService } from "./call-aws.ts";

interface JsonRequest<S extends z.ZodType> {
  readonly service: JsonService;
  /** The service's name in the protocol, and the operation: `AmazonSSM.GetParameter`. */
  readonly target: `${string}.${string}`;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: S;
  /** The error that means that what was asked for does not exist. */
  readonly missing?: string;
}

/**
 * Calls an operation of AWS's JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 * @returns undefined where the answer is the error `missing`
 * @throws Error in one sentence for every other error; no sentence has what AWS answered
 */
export async function callJson<S extends z.ZodType>(
  callAws: CallAws,
  { service, target, input, answer, missing }: JsonRequest<S>,
): Promise<z.output<S> | undefined> {
  const { status, text } = await callAws({ service, method: "POST", path: "/", target, body: JSON.stringify(input) });
  const isMissing = missing !== undefined && text.includes(missing);
  if (status === 200) return answer.parse(JSON.parse(text));
  if (status === 400 && isMissing) return undefined;
  throw new Error(`AWS answered ${status}: these credentials may need ${service}:${target.split(".")[1]}.`);
}
