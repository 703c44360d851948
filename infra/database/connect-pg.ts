import { Client, type ClientConfig } from "pg";
import { type AdminConnection, type Execute, fixSearchPath, type Row, SqlError } from "./connection.ts";

/** @throws Error in one sentence when the server cannot be reached or refuses the login */
export async function connectPg(config: ClientConfig): Promise<AdminConnection> {
  const client = new Client({ connectionTimeoutMillis: 10_000, ...config });
  // A connection that breaks fails the statement that waits for it.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const reason = cause instanceof Error && cause.message ? cause.message : "no answer";
    throw new Error(`The database at ${client.host}:${client.port} cannot be reached: ${reason}.`, { cause });
  }
  const execute: Execute = (sql, texts) => runStatement(client, sql, texts);
  const transaction: AdminConnection["transaction"] = (work, options) =>
    runTransaction(execute, work, options?.keep ?? true);
  return {
    place: `PostgreSQL ${client.host}:${client.port}, database ${client.database}, as ${client.user}`,
    execute: (sql, texts) => transaction((run) => run(sql, texts)),
    transaction,
    close: () => client.end(),
  };
}

async function runStatement(client: Client, text: string, values: readonly string[] = []): Promise<Row[]> {
  try {
    return (await client.query({ text, values: [...values] })).rows;
  } catch (cause) {
    const { message = "", code = "" } = cause as { message?: string; code?: string };
    throw new SqlError(message, code, { cause });
  }
}

async function runTransaction<T>(execute: Execute, work: (execute: Execute) => Promise<T>, keep: boolean): Promise<T> {
  await execute("begin");
  try {
    await execute(fixSearchPath);
    const result = await work(execute);
    await execute(keep ? "commit" : "rollback");
    return result;
  } catch (error) {
    await execute("rollback").catch(() => undefined);
    throw error;
  }
}
