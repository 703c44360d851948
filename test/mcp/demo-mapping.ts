// The demo schema as a stage's file describes it: what questions without a model are about.
import type { ColumnTypeName } from "../../lib/mcp/column-types.ts";
import type { McpSettings } from "../../lib/mcp/settings.ts";

const describeTable = (columns: Readonly<Record<string, ColumnTypeName>>) => ({
  columns: Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, { type }])),
});

export const demoMapping: Pick<McpSettings, "tables" | "questions"> = {
  tables: {
    users: describeTable({ id: "integer", name: "text", email: "text", role: "text", created_at: "timestamptz" }),
    projects: describeTable({ id: "integer", name: "text", status: "text", created_at: "timestamptz" }),
    members: describeTable({ project_id: "integer", user_id: "integer", role: "text", joined_at: "timestamptz" }),
    activity: describeTable({ id: "integer", project_id: "integer", user_id: "integer", created_at: "timestamptz" }),
  },
  questions: {
    users: { table: "users", id: "id", name: "name", joinedAt: "created_at" },
    projects: { table: "projects", id: "id", name: "name", createdAt: "created_at" },
    members: { table: "members", project: "project_id", user: "user_id", joinedAt: "joined_at" },
    activity: { table: "activity", project: "project_id", at: "created_at", user: "user_id" },
  },
};
