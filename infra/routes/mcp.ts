// Natural-language queries are off unless they are configured; until then each of their paths says so.
import type { Route } from "../route.ts";

// biome-ignore format: a table is read by its columns
export const mcpRoutes: readonly Route[] = [
  { on: "POST /api/mcp/query",       run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "GET /api/mcp/tools",        run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp/cache/clear", run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp",             run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
];
