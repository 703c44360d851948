// The MCP server's endpoint with tools of its own, called as the gateway calls it.
import type { Context } from "aws-lambda";
import { messageEndpoint } from "../../../../lib/http/message-endpoint.ts";
import { checkSource } from "../../../../lib/mcp/server/check-source.ts";
import { getMetadataUrl } from "../../../../lib/mcp/server/describe-resource.ts";
import { serveMessage } from "../../../../lib/mcp/server/serve.ts";
import type { Tool, ToolCaller } from "../../../../lib/mcp/tools/tool.ts";
import { httpEvent } from "../../../support/events.ts";

/** Whom the tools were called for, and with what. */
export const calls: { input: unknown; caller: ToolCaller }[] = [];

const echo: Tool = {
  name: "echo",
  title: "Echo",
  description: "Says what it is told.",
  inputSchema: { type: "object", properties: { text: { type: "string" } } },
  outputSchema: { type: "object" },
  annotations: { readOnlyHint: true },
  call: async (input, caller) => {
    calls.push({ input, caller });
    return { text: JSON.stringify(input), structured: { input } };
  },
};

const handler = messageEndpoint({ maxBody: 256_000, resourceMetadata: getMetadataUrl }, async (message) => {
  checkSource(message);
  return serveMessage(message, [echo]);
});

type Headers = Readonly<Record<string, string>>;

export interface Sent {
  readonly on?: string;
  readonly headers?: Headers;
  readonly claims?: Record<string, unknown>;
}

const ada = { sub: "ada", org: "acme" };

/** Sends a body as a signed-in user. */
export async function sendMessage(body: unknown, { on = "POST /api/mcp", headers = {}, claims = ada }: Sent = {}) {
  const event = httpEvent({
    on,
    body,
    headers: { accept: "application/json", host: "app.example.com", ...headers },
    claims,
  });
  const answer = await handler(event, {} as Context);
  return {
    status: answer.statusCode,
    headers: answer.headers ?? {},
    json: parseBody(answer.body),
  };
}

/** A message of clients before 2026-07-28. */
export const earlier = (method: string, params?: object) => ({
  jsonrpc: "2.0",
  id: 1,
  method,
  ...(params && { params }),
});

const claim = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** A message of 2026-07-28, with the headers that go with it. */
export const current = (method: string, params: Readonly<Record<string, unknown>> = {}) => ({
  body: earlier(method, { ...params, _meta: claim }),
  headers: {
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(typeof params.name === "string" && { "mcp-name": params.name }),
  },
});

function parseBody(body: string | undefined) {
  if (!body) return undefined;
  return body.startsWith("event:") ? body : JSON.parse(body);
}
