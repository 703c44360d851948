import type { ClientConfig } from "pg";
import { isLocalAddress } from "../config/addresses.ts";

/**
 * Reads the operator's own login: DATABASE_ADMIN_URL, else the variables that psql reads (PGHOST, PGUSER, PGPASSWORD, …).
 * @param database of the stage's file; taken where the login names none
 * @returns undefined when the environment has none
 * @throws Error in one sentence when it names another database, or would cross a network in the open
 */
export function readAdminLogin(
  database: string,
  environment: NodeJS.ProcessEnv = process.env,
): ClientConfig | undefined {
  const { DATABASE_ADMIN_URL: text, PGHOST, PGDATABASE, PGSSLMODE } = environment;
  if (!text && !PGHOST) return undefined;
  const url = text ? parseUrl(text) : new URL(`postgres://${PGHOST}/${PGDATABASE ?? ""}?sslmode=${PGSSLMODE ?? ""}`);
  const named = decodeURIComponent(url.pathname.slice(1)) || database;
  if (named !== database)
    throw new Error(
      `The login is for the database ${named}, and the stage's file names ${database}. Nothing was changed.`,
    );
  const mode = url.searchParams.get("sslmode");
  if (!isLocalAddress(`http://${url.host}`) && (!mode || ["disable", "allow", "prefer"].includes(mode)))
    throw new Error(
      "The login would cross a network unencrypted: add sslmode=verify-full, and for RDS sslrootcert with AWS's bundle (truststore.pki.rds.amazonaws.com).",
    );
  if (!text) return { database };
  url.pathname = `/${encodeURIComponent(database)}`;
  return { connectionString: url.href };
}

function parseUrl(text: string): URL {
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new Error(
    "DATABASE_ADMIN_URL must be an address such as postgres://user:password@host:5432/database?sslmode=verify-full.",
  );
}
