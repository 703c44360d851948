import { z } from "zod";
import type { CallAws } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import { clientIdsParameter } from "../names.ts";
import { tryParseJson } from "../secrets/stored-secret.ts";

const answerSchema = z.object({ Parameter: z.object({ Value: z.string() }) });
const clientIdsSchema = z.record(z.string(), z.string().min(1));

/**
 * Reads which providers of a stage have a client id; none where there is no such parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 * @throws Error in one sentence, without the value, when the parameter is not what `npm run secrets` writes
 */
export async function readConfiguredProviders(callAws: CallAws, stage: string): Promise<ReadonlySet<string>> {
  const name = clientIdsParameter(stage);
  const found = await callJson(callAws, {
    service: "ssm",
    target: "AmazonSSM.GetParameter",
    input: { Name: name },
    answer: answerSchema,
    missing: "ParameterNotFound",
  });
  if (found === undefined) return new Set();
  const parsed = clientIdsSchema.safeParse(tryParseJson(found.Parameter.Value));
  if (parsed.success) return new Set(Object.keys(parsed.data));
  throw new Error(`The parameter ${name} is not a list of client ids: delete it, and run npm run secrets again.`);
}
