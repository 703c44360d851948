// PostgreSQL with the demo's database, set up as `npm run database` does: the version that npm brings, and the distribution's.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { type DatabaseStage, mcpSchema } from "../../../../infra/config/mcp.ts";
import { createDemoDatabase, demoDatabaseName } from "../../../../infra/local/demo-database/create.ts";
import { localDirectory } from "../../../../infra/local/directories.ts";
import { localDatabase } from "../../../../infra/local/mcp.ts";
import { findFreePort } from "../../../../infra/local/ports.ts";
import { type Postgres, startPostgres } from "../../../../infra/local/postgres/start.ts";
import { localReader, prepareDatabase } from "../../../../infra/local/prepare-questions.ts";
import type { ContextKey } from "../../../../lib/mcp/database/context-key.ts";
import { createPgDatabase } from "../../../../lib/mcp/database/pg.ts";
import { openPgConnection } from "../../../../lib/mcp/database/pg-connection.ts";
import type { Database, DatabaseContext } from "../../../../lib/mcp/database/port.ts";
import { signContext } from "../../../../lib/mcp/database/sign-context.ts";

/** The servers that tests run on. Debian's packages put theirs here. */
const versions = [
  { title: "PostgreSQL 18", binaries: undefined },
  { title: "PostgreSQL 15", binaries: "/usr/lib/postgresql/15/bin" },
];

export interface DemoServer {
  readonly server: Postgres;
  /** The superuser's, in the demo's database. */
  readonly admin: pg.Client;
  readonly adminUrl: string;
  readonly key: ContextKey;
  readonly stage: DatabaseStage;
  /** What questions are asked through, as the reader. */
  readonly database: Database;
  /** A session of the reader outside of the product, read-write as far as its rights go. */
  connect(): Promise<pg.Client>;
}

export const demoStage = (): DatabaseStage => {
  const { database } = mcpSchema.parse({ database: localDatabase(20_000) });
  if (!database) throw new Error("The demo has no database.");
  return database;
};

/** Runs the tests on each version that is installed. The server is there in tests and hooks, not before. */
export function describeOnServers(tests: (demo: () => DemoServer) => void): void {
  for (const { title, binaries } of versions) {
    const isMissing = binaries !== undefined && !existsSync(binaries);
    describe.skipIf(isMissing)(isMissing ? `${title} is not installed in ${binaries}` : title, () => {
      let demo: (DemoServer & { close(): Promise<void> }) | undefined;
      beforeAll(async () => {
        demo = await startDemoServer(binaries);
      });
      afterAll(() => demo?.close());
      tests(() => {
        if (!demo) throw new Error("The server has not started.");
        return demo;
      });
    });
  }
}

async function startDemoServer(binaries: string | undefined): Promise<DemoServer & { close(): Promise<void> }> {
  const directory = await mkdtemp(join(localDirectory, "postgres-"));
  const server = await startPostgres({ directory, port: await findFreePort(), ...(binaries && { binaries }) });
  const adminUrl = await createDemoDatabase(server);
  const stage = demoStage();
  const key = await prepareDatabase(adminUrl, "dev", stage);
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const login = { host: "127.0.0.1", port: server.port, database: demoDatabaseName, ...localReader };
  const open = (timeoutMs: number) => openPgConnection(login, timeoutMs);
  const sign = async (context: DatabaseContext) => signContext(context, demoDatabaseName, key);
  const clients: pg.Client[] = [admin];
  const connect = async () => {
    const client = new pg.Client(login);
    await client.connect();
    clients.push(client);
    return client;
  };
  const close = async () => {
    for (const client of clients) await client.end().catch(() => undefined);
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { server, admin, adminUrl, key, stage, database: createPgDatabase({ open, sign }), connect, close };
}
