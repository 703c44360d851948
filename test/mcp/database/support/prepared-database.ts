// A demo database that `npm run database` has prepared, for the tests of a file.
import { afterAll, beforeAll } from "vitest";
import { connectPg } from "../../../../infra/database/connect-pg.ts";
import type { AdminConnection } from "../../../../infra/database/connection.ts";
import { checkOnly, describeFindings, type SetupRun, setUpDatabase } from "../../../../infra/database/run-setup.ts";
import { signContext } from "../../../../lib/mcp/database/sign-context.ts";
import { createMemorySecrets } from "./memory-secrets.ts";
import type { DemoServer } from "./servers.ts";

export interface PreparedDatabase {
  readonly secrets: ReturnType<typeof createMemorySecrets>;
  /** The operator's. */
  connection(): AdminConnection;
  createRun(): SetupRun;
  /** What the check says, a finding a line. */
  check(): Promise<string>;
}

export function setUpForTests(demo: () => DemoServer): PreparedDatabase {
  const secrets = createMemorySecrets();
  let connection: AdminConnection;
  const createRun = (): SetupRun => ({
    ...{ stage: "dev", database: demo().stage, connection, secrets, print: () => undefined },
    sign: (key) => (context, database, now) => signContext(context, database, key, now),
  });
  beforeAll(async () => {
    connection = await connectPg({ connectionString: demo().adminUrl });
    await setUpDatabase(createRun());
    await demo().admin.query("revoke create on schema public from public");
  });
  afterAll(() => connection.close());
  const check = async () => describeFindings(await checkOnly(createRun())).join("\n");
  return { secrets, connection: () => connection, createRun, check };
}
