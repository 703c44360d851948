// The MCP server. It has no right to tokens, connections or the database: each tool calls our own endpoint as its caller.
import { Problem } from "../../lib/errors.ts";
import { messageEndpoint } from "../../lib/http/message-endpoint.ts";
import { checkSource } from "../../lib/mcp/server/check-source.ts";
import { getMetadataUrl } from "../../lib/mcp/server/describe-resource.ts";
import { listAvailableTools } from "../../lib/mcp/server/list-available-tools.ts";
import { messageSchema, resultSchema } from "../../lib/mcp/server/message-schemas.ts";
import { serveMessage } from "../../lib/mcp/server/serve.ts";

const contract = {
  about:
    "The tools as a stateless MCP server (Streamable HTTP): one JSON-RPC message, one JSON answer, and errors as JSON-RPC has them.",
  maxBody: 256_000,
  resourceMetadata: getMetadataUrl,
};

export const handler = messageEndpoint(contract, async (message) => {
  checkSource(message);
  // Only POST brings messages; the protocol's own answer to everything else needs no tools.
  const tools = message.method === "POST" ? await listAvailableTools() : [];
  if (message.method === "POST" && tools.length === 0)
    throw new Problem("not_configured", { detail: "The MCP server is off. An administrator can turn it on." });
  return serveMessage(message, tools);
});

/** For the API's document. */
export const contracts = {
  "POST /api/mcp": () => ({ ...contract, operationId: "mcpServer", body: messageSchema(), answer: resultSchema }),
};
