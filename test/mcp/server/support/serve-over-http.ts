// The MCP server's endpoint behind a real HTTP server, as the gateway calls it: for programs that speak HTTP.
import { text } from "node:stream/consumers";
import type { Context } from "aws-lambda";
import { listen, type RunningServer } from "../../../../infra/local/http-server.ts";
import { messageEndpoint } from "../../../../lib/http/message-endpoint.ts";
import { checkSource } from "../../../../lib/mcp/server/check-source.ts";
import { getMetadataUrl } from "../../../../lib/mcp/server/describe-resource.ts";
import { serveMessage } from "../../../../lib/mcp/server/serve.ts";
import type { Tool } from "../../../../lib/mcp/tools/tool.ts";
import { httpEvent } from "../../../support/events.ts";

/** Serves some tools to everyone, as one user. Its address becomes PUBLIC_BASE_URL. */
export async function serveOverHttp(tools: readonly Tool[]): Promise<RunningServer> {
  const handler = messageEndpoint({ maxBody: 256_000, resourceMetadata: getMetadataUrl }, async (message) => {
    checkSource(message);
    return serveMessage(message, tools);
  });
  const server = await listen(async (request, response) => {
    const path = new URL(request.url ?? "/", server.url).pathname;
    const body = await text(request);
    const event = httpEvent({
      on: `${request.method} ${path}`,
      claims: { sub: "ada", org: "acme" },
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      ...(body && { body }),
    });
    const answer = await handler(event, {} as Context);
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  }, 0);
  process.env.PUBLIC_BASE_URL = server.url;
  return server;
}
