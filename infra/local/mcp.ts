// Questions to a database in the local cloud: what an operator would write into the stage's file about the demo's tables.
import type { StageInput } from "../config.ts";
import { demoDatabaseName } from "./demo-database/create.ts";
import { computePorts } from "./ports.ts";
import { localReader } from "./prepare-questions.ts";

type DatabaseInput = NonNullable<NonNullable<StageInput["mcp"]>["database"]>;

const byTenant = { visibleTo: { tenant: "org" } } as const;

/** The database of the local cloud whose ports start at this base. */
export const localDatabase = (portBase: number): DatabaseInput => ({
  connection: {
    adapter: "local",
    url: `postgres://${localReader.user}:${localReader.password}@127.0.0.1:${computePorts(portBase).database}/${demoDatabaseName}`,
  },
  tables: {
    users: {
      ...{ source: "app.users", about: "People with an account.", ...byTenant },
      columns: {
        id: "integer",
        name: "text",
        email: "text",
        role: { type: "text", about: "admin or user" },
        created_at: { type: "timestamptz", about: "when the account was made" },
      },
    },
    projects: {
      ...{ source: "app.projects", about: "Projects that people work on.", ...byTenant },
      columns: {
        id: "integer",
        name: "text",
        status: { type: "text", about: "active, on hold, done or archived" },
        owner_id: { type: "integer", about: "the id in users" },
        created_at: "timestamptz",
      },
    },
    members: {
      ...{ source: "app.project_members", about: "Who works on which project.", ...byTenant },
      columns: { project_id: "integer", user_id: "integer", role: "text", joined_at: "timestamptz" },
    },
    activity: {
      ...{ source: "app.activity", about: "What happened in projects.", ...byTenant },
      columns: { id: "bigint", project_id: "integer", user_id: "integer", action: "text", created_at: "timestamptz" },
    },
    notes: {
      ...{ source: "app.notes", about: "Each person's own notes.", visibleTo: { tenant: "org", user: "owner" } },
      columns: { id: "integer", title: "text", body: "text", created_at: "timestamptz" },
    },
  },
  questions: {
    users: { table: "users", id: "id", name: "name", joinedAt: "created_at" },
    projects: { table: "projects", id: "id", name: "name", createdAt: "created_at" },
    members: { table: "members", project: "project_id", user: "user_id", joinedAt: "joined_at" },
    activity: { table: "activity", project: "project_id", at: "created_at", user: "user_id" },
  },
});
