// A database in memory that records what it is asked.

import {
  type Database,
  DatabaseError,
  type DatabaseFailure,
  type QueryRequest,
  type QueryRows,
} from "../../../lib/mcp/database/port.ts";
import type { McpSettings } from "../../../lib/mcp/settings.ts";
import { demoMapping } from "../demo-mapping.ts";

export interface FakeDatabase extends Database {
  readonly asked: QueryRequest[];
  /** What it answers, or how it fails. */
  reply: QueryRows | DatabaseFailure | ((request: QueryRequest) => QueryRows);
}

const oneRow: QueryRows = { columns: [{ name: "count", type: "int8" }], rows: [[7]] };

export function createFakeDatabase(): FakeDatabase {
  const database: FakeDatabase = {
    asked: [],
    reply: oneRow,
    async query(request) {
      database.asked.push(request);
      const { reply } = database;
      if (typeof reply === "string") throw new DatabaseError(reply, { sqlState: "XX000" });
      return typeof reply === "function" ? reply(request) : reply;
    },
    probe: async () => undefined,
  };
  return database;
}

export const demoSettings: McpSettings = {
  ...demoMapping,
  connection: { adapter: "local", url: "postgres://127.0.0.1:1/demo" },
  limits: { rows: 3, seconds: 5, bytes: 10_000 },
};
