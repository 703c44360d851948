// Natural-language queries, which are not configured: every path answers so. The contracts are for the API's document.
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";

export const handler = userEndpoint({}, async () => {
  throw new Problem("not_configured", {
    detail: "Natural-language database queries are off. An administrator can turn them on.",
  });
});

const tool = () =>
  z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) });

/** By method and path: four routes lead here. Functions, because only the generator of the API's document needs them. */
export const contracts = {
  "POST /api/mcp/query": () => ({
    operationId: "mcpQuery",
    about: "Answers a question in plain language from the database.",
    body: z.object({ query: z.string().min(1).max(5000) }),
    answer: () =>
      z.object({
        query: z.string(),
        results: z.array(z.record(z.string(), z.unknown())),
        executedAt: z.iso.datetime(),
        source: z.enum(["mcp", "fallback-sql"]),
        sql: z.string(),
        cached: z.boolean(),
      }),
  }),
  "GET /api/mcp/tools": () => ({
    operationId: "mcpTools",
    about: "Lists the tools that questions are answered with.",
    answer: () => z.object({ tools: z.object({ postgres: z.array(tool()) }), available: z.boolean() }),
  }),
  "POST /api/mcp/cache/clear": () => ({
    operationId: "mcpClearCache",
    about: "Forgets the kept answers; for administrators.",
    answer: () => z.object({ success: z.boolean(), message: z.string() }),
  }),
  "POST /api/mcp": () => ({
    operationId: "mcpServer",
    about: "The same tools as a stateless MCP server (Streamable HTTP): one JSON-RPC message, one JSON answer.",
    body: z.looseObject({
      jsonrpc: z.literal("2.0"),
      id: z.union([z.string(), z.number()]).optional(),
      method: z.string(),
      params: z.record(z.string(), z.unknown()).optional(),
    }),
    answer: () =>
      z.object({
        jsonrpc: z.literal("2.0"),
        id: z.union([z.string(), z.number()]).nullable(),
        result: z.record(z.string(), z.unknown()).optional(),
        error: z.object({ code: z.number(), message: z.string() }).optional(),
      }),
  }),
};
