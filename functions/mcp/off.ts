// Natural-language queries, which are not configured. Four routes lead here: requests are checked as they are when it is on.
import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { rejectField } from "../../lib/http/json-body.ts";
import { ok } from "../../lib/http/response.ts";

const query = {
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
};

const tool = () =>
  z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) });

const tools = {
  operationId: "mcpTools",
  about: "Lists the tools that questions are answered with; none while it is off.",
  answer: () =>
    z
      .object({ tools: z.object({ postgres: z.array(tool()).optional() }), available: z.boolean() })
      .meta({ examples: [{ tools: {}, available: false }] }),
};

const clearCache = {
  operationId: "mcpClearCache",
  about: "Forgets the kept answers; for administrators.",
  answer: () => z.object({ success: z.boolean(), message: z.string() }),
};

/** For the API's document only: the body is not read while it is off. */
const server = () => ({
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
});

/** Any JSON, or nothing: only questions are read. */
const body = z.unknown();

/** The paths of the earlier server. Everything else is the MCP server's. */
const questions = /\/(query|tools|cache\/clear)$/;

export const handler = userEndpoint({ body }, async ({ user, body, rawPath }) => {
  // MCP's authorization wants tokens that were issued for this very server.
  if (user.hasNoAudience && !questions.test(rawPath)) throw new Problem("unauthenticated");
  if (rawPath.endsWith("/tools")) return ok({ tools: {}, available: false });
  if (rawPath.endsWith("/query") && !query.body.safeParse(body).success)
    throw rejectField("query", "must be a text of 1 to 5,000 characters");
  if (rawPath.endsWith("/cache/clear") && !user.isAdmin) throw new Problem("forbidden");
  throw new Problem("not_configured", {
    detail: "Natural-language database queries are off. An administrator can turn them on.",
  });
});

/** By method and path. Functions, because only the generator of the API's document needs them. */
export const contracts = {
  "POST /api/mcp/query": () => query,
  "GET /api/mcp/tools": () => tools,
  "POST /api/mcp/cache/clear": () => clearCache,
  "POST /api/mcp": server,
};
