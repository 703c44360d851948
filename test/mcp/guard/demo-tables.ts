import type { Tables } from "../../../lib/mcp/settings.ts";

const column = (type: Tables[string]["columns"][string]["type"]) => ({ type });

/** The tables of the local demo database. */
export const demoTables: Tables = {
  users: {
    columns: {
      id: column("integer"),
      name: column("text"),
      email: column("text"),
      role: column("text"),
      created_at: column("timestamptz"),
    },
  },
  projects: {
    columns: {
      id: column("integer"),
      name: column("text"),
      status: column("text"),
      owner_id: column("integer"),
      created_at: column("timestamptz"),
    },
  },
  members: {
    columns: {
      project_id: column("integer"),
      user_id: column("integer"),
      role: column("text"),
      joined_at: column("timestamptz"),
    },
  },
  activity: {
    columns: {
      id: column("integer"),
      project_id: column("integer"),
      user_id: column("integer"),
      action: column("text"),
      created_at: column("timestamptz"),
    },
  },
  notes: {
    columns: { id: column("integer"), title: column("text"), body: column("text"), created_at: column("timestamptz") },
  },
};
