// Sends a change to one of our endpoints, which may have made it although no answer of its own came back.
import { isProblemCode, Problem } from "../../errors.ts";
import type { CallEndpoint, EndpointAnswer, EndpointCall, ToolCaller } from "../tools/tool.ts";

/**
 * @returns the endpoint's own answer, also a refusal
 * @throws Problem outcome_unknown when it did not answer in time, or only the gateway did; invalid_request as `CallEndpoint`
 */
export async function sendChange(
  callEndpoint: CallEndpoint,
  request: EndpointCall,
  caller: ToolCaller,
): Promise<EndpointAnswer> {
  const answer = await callEndpoint(request, caller).catch((error: unknown) => {
    if (error instanceof Problem && error.code === "invalid_request") throw error;
    throw unknownOutcome(error);
  });
  if (answer.status >= 500 && !isProblemCode(Object(answer.body).code)) throw unknownOutcome();
  return answer;
}

const unknownOutcome = (cause?: unknown): Problem =>
  new Problem("outcome_unknown", {
    detail: "It is not known whether this was done. Ask again with the same idempotencyKey: it is not done twice.",
    cause,
  });
