// From an endpoint's message to its response.
import { config } from "../../config.ts";
import { Problem } from "../../errors.ts";
import type { ReceivedMessage } from "../../http/message-endpoint.ts";
import { fitsLambda, type Response as LambdaResponse } from "../../http/response.ts";
import type { Tool } from "../tools/tool.ts";
import { answerMessage } from "./answer-message.ts";

/** @throws Problem invalid_request for several messages at once, which the protocol gave up; as `readBody` */
export async function serveMessage(received: ReceivedMessage, tools: readonly Tool[]): Promise<LambdaResponse> {
  const { token, headers, requestId, method, rawPath } = received;
  const body = method === "POST" ? received.readBody() : undefined;
  if (Array.isArray(body)) throw new Problem("invalid_request", { detail: "Send one message at a time, not a list." });
  const url = config("PUBLIC_BASE_URL").PUBLIC_BASE_URL + rawPath;
  const caller = { token, tenant: headers["x-tenant-id"], requestId };
  return toResponse(await answerMessage({ method, url, headers: pickHeaders(headers), body }, tools, caller));
}

/** Of what the protocol reads. It has no sessions here, and the token is the tools' matter. */
const protocolHeader = /^(content-type|mcp-(protocol-version|method|name|param-.*))$/;
/** What a header can carry: RFC 9110 section 5.5. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** All answers are JSON, so a client need not say that it takes streams too. */
const accept = { accept: "application/json, text/event-stream" };

function pickHeaders(headers: ReceivedMessage["headers"]): Record<string, string> {
  const picked = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && protocolHeader.test(name) ? [[name, value] as const] : [],
  );
  const odd = picked.find(([, value]) => !fieldValue.test(value));
  if (odd) throw new Problem("invalid_request", { detail: "A header has characters that headers cannot have." });
  return { ...Object.fromEntries(picked), ...accept };
}

async function toResponse(answer: Response): Promise<LambdaResponse> {
  const body = await answer.text();
  if (!fitsLambda(body))
    throw new Problem("payload_too_large", { detail: "The answer is too large. Ask for less of it." });
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body };
}
