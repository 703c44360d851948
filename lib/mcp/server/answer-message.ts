// Answers one message by the official SDK, without sessions: of clients of 2026-07-28 and of those before, each with one JSON body.
import {
  createMcpHandler,
  isLegacyRequest,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import { describeError, log } from "../../log.ts";
import type { Tool, ToolCaller } from "../tools/tool.ts";
import { createServer } from "./create-server.ts";

/** An HTTP request with its body read, as far as the protocol looks at it. */
export interface Message {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a request without one. */
  readonly body: unknown;
}

/**
 * Answers with what the protocol says, its errors included. API Gateway has no streams: GET is refused, and a subscription, for which
 * the server says that it tells nothing, ends as soon as it began.
 */
export async function answerMessage(message: Message, tools: readonly Tool[], caller: ToolCaller): Promise<Response> {
  const request = new Request(message.url, { method: message.method, headers: message.headers });
  const create = () => createServer(tools, caller);
  const content = message.body === undefined ? {} : { parsedBody: message.body };
  const isEarlier = message.method === "POST" && (await isLegacyRequest(request, message.body));
  if (isEarlier) return answerEarlier(request, create, content);
  return createMcpHandler(create, { legacy: "reject", onerror: logRefusal }).fetch(request, content);
}

/** Clients of 2025-11-25 and before, which begin with `initialize`. Without a session, each message has a server of its own. */
async function answerEarlier(
  request: Request,
  create: () => ReturnType<typeof createServer>,
  content: { readonly parsedBody?: unknown },
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = create();
  server.onerror = logRefusal;
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, content);
  } finally {
    await server.close();
  }
}

/** The SDK's messages may quote the client's. */
const logRefusal = (error: Error): void => log.info("message refused", describeError(error));
