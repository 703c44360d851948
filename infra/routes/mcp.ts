// Questions to the operator's database, and the MCP server. What a stage has not got leads to one Lambda that says so.
import type { Permission } from "../permissions.ts";
import type { Route, RouteSettings } from "../route.ts";

// biome-ignore format: a table is read by its columns
const offRoutes: readonly Route[] = [
  { on: "POST /api/mcp/query",       run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "GET /api/mcp/tools",        run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp/cache/clear", run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp",             run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
];

const resource: Pick<Route, "run" | "caller" | "perSecond" | "permissions"> = {
  run: "mcp/describe-resource",
  caller: "nobody",
  perSecond: 20,
  permissions: ["jwt:configure"],
};

const server: Pick<Route, "run" | "caller" | "perSecond" | "permissions" | "memory" | "stageFile"> = {
  run: "mcp/server",
  caller: "user",
  perSecond: 20,
  memory: 512,
  stageFile: "mcp.json",
  permissions: ["mcp:switches", "assistants:configure", "origins:configure"],
};

/** What programs ask the MCP server for, with tools of any kind. */
// biome-ignore format: a table is read by its columns
const serverRoutes: readonly Route[] = [
  { on: "POST /api/mcp",      ...server },
  // Streams and sessions, which there are none of.
  { on: "GET /api/mcp",       ...server, isLeftover: true },
  { on: "DELETE /api/mcp",    ...server, isLeftover: true },
  { on: "GET /api/mcp/tools", run: "mcp/list-tools", caller: "user", perSecond: 20, stageFile: "mcp.json", permissions: ["mcp:switches"] },
  { on: "GET /.well-known/oauth-protected-resource",         ...resource },
  { on: "GET /.well-known/oauth-protected-resource/api/mcp", ...resource },
];

const ask: readonly Permission[] = [
  ...(["counters:write", "answers:keep", "vault:seal:answer", "audit:write"] as const),
  ...(["mcp:switches", "database:query", "model:ask-sql"] as const),
];

/** What answers questions where there is a database. */
// biome-ignore format: a table is read by its columns
const databaseRoutes: readonly Route[] = [
  { on: "POST /api/mcp/query",       run: "mcp/query",       caller: "user",  perSecond: 20, memory: 512, stageFile: "mcp.json", inVpc: true, permissions: ask },
  { on: "POST /api/mcp/cache/clear", run: "mcp/clear-cache", caller: "admin", perSecond: 20, permissions: ["answers:forget", "audit:write", "mcp:switches"] },
];

/** The rows of a stage: each of those that it has, in the place of the one that says it is off. */
export function mcpRoutes({ mcp }: RouteSettings): readonly Route[] {
  const hasServer = mcp?.database !== undefined || mcp?.connections !== undefined;
  const has = [...(mcp?.database ? databaseRoutes : []), ...(hasServer ? serverRoutes : [])];
  return [...offRoutes.filter(({ on }) => !has.some((row) => row.on === on)), ...has];
}
