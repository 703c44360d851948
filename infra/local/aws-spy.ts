// A proxy between the Lambdas and the emulator in tests: records every AWS call and injects faults.
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type AwsCall, readAwsCall } from "./aws-call.ts";
import { type ActiveFault, type ErrorAnswer, faultSchema, matchesFault, toErrorAnswer } from "./aws-fault.ts";
import { forward } from "./forward.ts";
import { listen, type RunningServer } from "./http-server.ts";
import { prepareCount } from "./unit-counter.ts";

/**
 * Control API: GET and DELETE /_spy/calls; POST (an array of faults) and DELETE /_spy/faults; POST and DELETE /_spy/units, between
 * which DynamoDB's units are counted.
 */
export const startAwsSpy = ({ port, target }: { port: number; target: string }): Promise<RunningServer> => {
  const memory: SpyState = { calls: [], faults: [], invocations: new Set(), isCounting: false };
  return listen((incoming, outgoing) => {
    const serve = incoming.url?.startsWith("/_spy/") ? answerControl : relayCall;
    serve(memory, incoming, outgoing, target).catch(() => outgoing.destroy());
  }, port);
};

interface SpyState {
  calls: AwsCall[];
  faults: ActiveFault[];
  /** Ids of the calls that arrived: every attempt of a call has the same. An attempt that never arrived is no call. */
  readonly invocations: Set<string>;
  isCounting: boolean;
}

async function answerControl(memory: SpyState, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await buffer(incoming);
  switch (`${incoming.method} ${incoming.url}`) {
    case "GET /_spy/calls":
      return answerJson(outgoing, 200, memory.calls);
    case "DELETE /_spy/calls":
      memory.calls = [];
      return answerJson(outgoing, 200, {});
    case "POST /_spy/faults": {
      const faults = z.array(faultSchema).safeParse(JSON.parse(body.toString()));
      if (!faults.success) return answerJson(outgoing, 400, { error: z.prettifyError(faults.error) });
      memory.faults.push(...faults.data);
      return answerJson(outgoing, 200, {});
    }
    case "DELETE /_spy/faults":
      memory.faults = [];
      return answerJson(outgoing, 200, {});
    case "POST /_spy/units":
    case "DELETE /_spy/units":
      memory.isCounting = incoming.method === "POST";
      return answerJson(outgoing, 200, {});
    default:
      return answerJson(outgoing, 404, { error: "The spy has no such control" });
  }
}

async function relayCall(
  memory: SpyState,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
): Promise<void> {
  const body = await buffer(incoming);
  const invocation = String(incoming.headers["amz-sdk-invocation-id"] ?? crypto.randomUUID());
  const isRepeated = memory.invocations.has(invocation);
  memory.invocations.add(invocation);
  const call: AwsCall = { ...readAwsCall(incoming.headers, body), ...(isRepeated && { isRepeated }) };
  memory.calls.push(call);
  const fault = takeFault(memory, call);
  if (fault?.action === "hang") return;
  if (fault?.action === "drop") return void outgoing.destroy();
  const error = fault && toErrorAnswer(fault, call);
  if (error) return answerError(outgoing, error);
  const isAnswerLost = fault?.action === "lose";
  if (fault && !isAnswerLost) await wait(fault.ms);
  if (memory.isCounting && call.service === "dynamodb") return relayCounted(call, incoming, outgoing, { target, body });
  forward(incoming, outgoing, { origin: target, path: incoming.url ?? "/", body, isAnswerLost });
}

/** Relays a call of DynamoDB and notes its units. Sizes are right as long as nothing else writes the same rows. */
async function relayCounted(
  call: AwsCall,
  { headers: { "content-type": type = "", "x-amz-target": target = "", authorization = "" } }: IncomingMessage,
  outgoing: ServerResponse,
  { target: origin, body }: { target: string; body: Buffer },
): Promise<void> {
  const send = async (operation: string, content: string | Uint8Array<ArrayBuffer>) => {
    const named = String(target).replace(/[^.]+$/, operation);
    const headers = { "content-type": type, "x-amz-target": named, authorization };
    return fetch(origin, { method: "POST", headers, body: content });
  };
  const ask = async (operation: string, input: object) => (await send(operation, JSON.stringify(input))).json();
  const counting = await prepareCount(call.operation, JSON.parse(body.toString()), ask);
  const answer = await send(call.operation, new Uint8Array(body));
  const text = await answer.text();
  Object.assign(call, { units: await counting.finish(JSON.parse(text)) });
  outgoing.writeHead(answer.status, { "content-type": type, "x-amzn-requestid": crypto.randomUUID() }).end(text);
}

function takeFault(memory: SpyState, call: AwsCall): ActiveFault | undefined {
  const fault = memory.faults.find((candidate) => matchesFault(candidate, call));
  if (!fault) return undefined;
  fault.times -= 1;
  memory.faults = memory.faults.filter(({ times }) => times > 0);
  return fault;
}

function answerJson(outgoing: ServerResponse, status: number, value: unknown): void {
  outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function answerError(outgoing: ServerResponse, { status, type, message }: ErrorAnswer): void {
  // Services spell it "message" or "Message"; the SDK reads both.
  outgoing
    .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": crypto.randomUUID() })
    .end(JSON.stringify({ __type: type, message, Message: message }));
}
