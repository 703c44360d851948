// Natural-language queries. They are not configured, and what would ask the database answers that.
import type { Route } from "../route.ts";

// biome-ignore format: a table is read by its columns
export const mcpRoutes: readonly Route[] = [
  { on: "POST /api/mcp/query",       run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "GET /api/mcp/tools",        run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp/cache/clear", run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
  { on: "POST /api/mcp",             run: "mcp/off", caller: "user",  perSecond: 20, permissions: [] },
];
