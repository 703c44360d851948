// Fills a local server with the demo's database.
import { Client } from "pg";
import type { Postgres } from "../postgres/start.ts";
import { buildTenantRows, type TenantRows, tenantSizes } from "./rows.ts";
import { demoSchema, forbiddenRows } from "./schema.ts";

export const demoDatabaseName = "demo";

/** Makes the database with tables and rows. @returns its address for the superuser */
export async function createDemoDatabase(server: Pick<Postgres, "adminUrl">): Promise<string> {
  await withClient(server.adminUrl(), (client) => client.query(`create database ${demoDatabaseName}`));
  const url = server.adminUrl(demoDatabaseName);
  await withClient(url, async (client) => {
    await client.query(demoSchema);
    for (const size of tenantSizes) await insertRows(client, buildTenantRows(size));
    await client.query(forbiddenRows);
    await client.query("analyze");
  });
  return url;
}

async function insertRows(client: Client, rows: TenantRows): Promise<void> {
  for (const [table, list] of Object.entries(rows)) {
    const columns = Object.keys(list[0] ?? {});
    const targets = columns.map((name) => name.replace(/_hours$/, "_at")).join(", ");
    const values = columns.map((name) => (name.endsWith("_hours") ? `now() - make_interval(hours => ${name})` : name));
    // Record types are the table's own, but for the ages, which are numbers.
    const types = columns.map((name) => `${name} ${/_hours$|^(id|.*_id)$/.test(name) ? "integer" : "text"}`);
    await client.query(
      `insert into app.${table} (${targets}) select ${values.join(", ")} from jsonb_to_recordset($1::jsonb) as row(${types.join(", ")})`,
      [JSON.stringify(list)],
    );
  }
}

async function withClient(connectionString: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
