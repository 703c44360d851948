// The official clients of both protocol eras, over HTTP.
import "../../http/lambda-environment.ts";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as EarlierClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as EarlierTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, expect, test } from "vitest";
import { createDatabaseTools } from "../../../lib/mcp/tools/database-tools.ts";
import { serveOverHttp } from "./support/serve-over-http.ts";

process.env.ALLOWED_ORIGINS = "[]";

const tables = { users: { about: "People.", columns: { id: { type: "integer" }, name: { type: "text" } } } } as const;
const rows = {
  ...{ query: "How many users?", results: [{ count: 3 }], columns: [{ name: "count", type: "int8" }] },
  ...{ executedAt: "2026-07-28T10:00:00.000Z", source: "fallback-sql", sql: "SELECT 3", cached: false },
};
const server = await serveOverHttp(createDatabaseTools({ tables }, async () => ({ status: 200, body: rows })));
afterAll(() => server.close());

const name = { name: "test", version: "1.0.0" };
const address = new URL("/api/mcp", server.url);
const tools = ["query", "schema", "tables", "describe_table"];
const question = { name: "query", arguments: { query: "How many users?" } };

test("the SDK before the protocol's current one lists and calls tools", async () => {
  const client = new EarlierClient(name);
  // Its types are not made for `exactOptionalPropertyTypes`.
  await client.connect(new EarlierTransport(address) as Parameters<typeof client.connect>[0]);
  expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(tools);
  expect(await client.callTool(question)).toMatchObject({ structuredContent: rows });
  await client.ping();
  await client.close();
});

test.each([
  ["auto", "modern"],
  ["legacy", "legacy"],
] as const)("today's client lists and calls tools: %s", async (mode, era) => {
  const client = new Client(name, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(address));
  expect(client.getProtocolEra()).toBe(era);
  expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(tools);
  expect(await client.callTool(question)).toMatchObject({ structuredContent: rows });
  const unknown = { name: "describe_table", arguments: { table: "secrets" } };
  expect(await client.callTool(unknown)).toMatchObject({ isError: true });
  await client.close();
});
