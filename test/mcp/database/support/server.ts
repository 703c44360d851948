// A PostgreSQL server for a test file, with a role as `npm run database` makes it and a view that shows the signed context.
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { localDirectory } from "../../../../infra/local/directories.ts";
import { findFreePort } from "../../../../infra/local/ports.ts";
import { startPostgres } from "../../../../infra/local/postgres/start.ts";
import type { PgLogin } from "../../../../lib/mcp/database/pg-connection.ts";
import { readerRole, viewSchema } from "../../../../lib/mcp/database/reader.ts";

/** By version: the one that npm brings, and Debian's. */
export const versions: Readonly<Record<string, string | undefined>> = {
  18: undefined,
  15: "/usr/lib/postgresql/15/bin",
};

export interface TestServer {
  /** Of the role that queries run as. Its own default is to write: that queries cannot is the adapters' doing here. */
  readonly login: PgLogin & { readonly host: string; readonly port: number; readonly database: string };
  /** Runs a statement as the superuser. */
  ask(sql: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const password = "obviously-fake-password";

const schema = `
  create role ${readerRole} login password '${password}';
  create schema ${viewSchema};
  grant usage on schema ${viewSchema} to ${readerRole};
  create view ${viewSchema}.asked as select current_setting('patchbay.context', true) as context;
  create table public.written (id integer);
  grant select, insert on public.written to ${readerRole};
  grant select on ${viewSchema}.asked to ${readerRole};
  grant create on schema public to ${readerRole};`;

export async function startTestServer(binaries: string | undefined): Promise<TestServer> {
  const directory = mkdtempSync(join(localDirectory, "adapter-"));
  const port = await findFreePort();
  const server = await startPostgres({ directory, port, ...(binaries && { binaries }) });
  const admin = new Client({ connectionString: server.adminUrl() });
  // Once the server stops.
  admin.on("error", () => undefined);
  await admin.connect();
  await admin.query(schema);
  return {
    login: { host: "127.0.0.1", port, database: "postgres", user: readerRole, password, ssl: false },
    ask: async (sql) => (await admin.query(sql)).rows,
    stop: async () => {
      await admin.end().catch(() => undefined);
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
