// Where a program that knows only the MCP server's address reads whose tokens it takes (RFC 9728).
import * as z from "zod";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { describeResource } from "../../lib/mcp/server/describe-resource.ts";

const about = "Says whose tokens the MCP server takes (RFC 9728).";
const answer = () =>
  z.object({
    resource: z.url(),
    authorization_servers: z.array(z.url()),
    bearer_methods_supported: z.array(z.literal("header")),
    resource_name: z.string(),
  });

const cacheable = { "content-type": "application/json", "cache-control": "public, max-age=3600" };

export const handler = publicEndpoint({ about, answer }, async () => ({
  ...ok(describeResource()),
  headers: cacheable,
}));

/** For the API's document, where each operation has a name of its own. */
export const contracts = {
  "GET /.well-known/oauth-protected-resource": () => ({ about, answer, operationId: "mcpDescribeOrigin" }),
};
