// The database that the stage's file names, through the adapter that it names.

import { signDatabaseLogin } from "../../aws/sign-database-login.ts";
import { readCredentials } from "../../aws/sign-request.ts";
import { requireEnvironment } from "../../environment.ts";
import { count } from "../../metrics.ts";
import type { DatabaseConnection } from "../settings.ts";
import { createDataApiDatabase } from "./data-api.ts";
import { createPgDatabase } from "./pg.ts";
import { openPgConnection, type PgLogin } from "./pg-connection.ts";
import { type Database, type DatabaseContext, DatabaseError } from "./port.ts";
import { readContextKey } from "./read-context-key.ts";
import { readerRole } from "./reader.ts";
import { signContext } from "./sign-context.ts";

/** Opens nothing yet: the first query does. Failures of a probe are counted here, those of a question where it is answered. */
export function openDatabase(connection: DatabaseConnection): Database {
  const database = createAdapter(connection);
  return { ...database, probe: () => database.probe().catch(countFailure) };
}

/** By reason, for the alarm. */
function countFailure(error: unknown): never {
  if (error instanceof DatabaseError) count("DatabaseFailed", { reason: error.reason });
  throw error;
}

function createAdapter(connection: DatabaseConnection): Database {
  if (connection.adapter === "data-api") return openDataApi(connection);
  const login = connection.adapter === "local" ? readLocalLogin(connection.url) : buildIamLogin(connection);
  const { database } = login;
  return createPgDatabase({
    open: (timeoutMs) => openPgConnection(login, timeoutMs),
    sign: (context) => sign(context, database),
  });
}

const sign = async (context: DatabaseContext, database: string) =>
  signContext(context, database, await readContextKey());

/** The Data API is asked in the cluster's region. */
function openDataApi({
  clusterArn,
  secretArn,
  database,
}: Extract<DatabaseConnection, { adapter: "data-api" }>): Database {
  const [, , , region = ""] = clusterArn.split(":");
  const endpoint = process.env.AWS_ENDPOINT_URL_RDS_DATA || `https://rds-data.${region}.amazonaws.com`;
  return createDataApiDatabase({
    api: {
      endpoint: endpoint.replace(/\/$/, ""),
      region,
      credentials: readCredentials,
      clusterArn,
      secretArn,
      database,
    },
    sign: (context) => sign(context, database),
  });
}

type NamedLogin = PgLogin & { readonly database: string };

/** The certificate must be that of the host, from an authority that Node trusts; those of RDS itself come by NODE_EXTRA_CA_CERTS. */
function buildIamLogin({ host, port, database }: Extract<DatabaseConnection, { adapter: "pg" }>): NamedLogin {
  const region = requireEnvironment("AWS_REGION");
  const password = () => signDatabaseLogin({ host, port, user: readerRole, region }, readCredentials());
  return { host, port, database, user: readerRole, password, ssl: { rejectUnauthorized: true } };
}

/** A server on this machine, which has no certificate. */
function readLocalLogin(url: string): NamedLogin {
  const { hostname: host, port, username, password, pathname } = new URL(url);
  return {
    host,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username) || readerRole,
    password: decodeURIComponent(password),
    ssl: false,
  };
}
