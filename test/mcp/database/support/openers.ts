// Both adapters over a server on this machine. Contexts are not signed here: what signs them has tests of its own.
import { createDataApiDatabase } from "../../../../lib/mcp/database/data-api.ts";
import { createPgDatabase } from "../../../../lib/mcp/database/pg.ts";
import { openPgConnection } from "../../../../lib/mcp/database/pg-connection.ts";
import type { Database, DatabaseContext } from "../../../../lib/mcp/database/port.ts";
import { startDataApiShim } from "../../../support/data-api-shim.ts";
import type { TestServer } from "./server.ts";

interface Opened {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

export const clusterArn = "arn:aws:rds:eu-central-1:111122223333:cluster:app";
export const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:patchbay/test/database/login";
export const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" };

const sign = async ({ tenant, user }: DatabaseContext) => `${tenant}/${user}`;

export const openers: Readonly<Record<string, (login: TestServer["login"]) => Promise<Opened>>> = {
  pg: async (login) => {
    const connections: { drop(): void }[] = [];
    const open = async (timeoutMs: number) => {
      const connection = await openPgConnection(login, timeoutMs);
      connections.push(connection);
      return connection;
    };
    const close = async () => connections.forEach((connection) => void connection.drop());
    return { database: createPgDatabase({ open, sign }), close };
  },
  "the Data API": async (login) => {
    const shim = await startDataApiShim({ clusterArn, secrets: { [secretArn]: login } });
    const api = {
      ...{ endpoint: shim.endpoint, region: "eu-central-1", credentials: () => credentials },
      ...{ clusterArn, secretArn, database: login.database },
    };
    return { database: createDataApiDatabase({ api, sign }), close: shim.stop };
  },
};
