// One connection to PostgreSQL, by its extended protocol: a text with two statements is refused by the server.
import pg from "pg";
import { mapSqlState } from "./map-sql-state.ts";
import { measureRow } from "./measure-row.ts";
import { DatabaseError } from "./port.ts";

export interface PgConnection {
  run(text: string, values?: readonly string[]): Promise<void>;
  /** @throws DatabaseError too_large as soon as the answer is larger; the connection is dropped then */
  read(text: string, maxBytes: number): Promise<TextRows>;
  isUsable(): boolean;
  /** Closes the socket at once; the server ends the session. */
  drop(): void;
}

export interface TextRows {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  /** As the server writes them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export type PgLogin = Pick<pg.ClientConfig, "host" | "port" | "database" | "user" | "password" | "ssl">;

/** @throws DatabaseError unreachable */
export async function openPgConnection(login: PgLogin, timeoutMs: number): Promise<PgConnection> {
  const client = new pg.Client({
    ...login,
    application_name: "patchbay",
    connectionTimeoutMillis: Math.max(1, timeoutMs),
    keepAlive: true,
  });
  let isOpen = true;
  const drop = () => {
    isOpen = false;
    client.connection.stream.destroy();
  };
  client.on("error", drop);
  client.on("end", drop);
  await client.connect().catch((error: unknown) => {
    drop();
    throw toDatabaseError(error, "unreachable");
  });
  return {
    isUsable: () => isOpen,
    drop,
    run: (text, values) => run(client, text, values),
    read: (text, maxBytes) => read(client, text, { maxBytes, drop }),
  };
}

async function run(client: pg.Client, text: string, values: readonly string[] = []): Promise<void> {
  await client.query({ ...extended, text, values: [...values] }).catch((error: unknown) => {
    throw toDatabaseError(error);
  });
}

/** A member that the client's types leave out. By the simple protocol, which is the default, two statements would run. */
const extended = { queryMode: "extended" };

/** Everything as text: we parse it ourselves, exactly. */
const asText = { rowMode: "array", types: { getTypeParser: () => (text: string) => text } };

function read(client: pg.Client, text: string, { maxBytes, drop }: { maxBytes: number; drop: () => void }) {
  const { promise, resolve, reject } = Promise.withResolvers<TextRows>();
  const rows: (string | null)[][] = [];
  const stop = () => {
    reject(new DatabaseError("too_large"));
    drop();
  };
  const cells = countDown(maxBytes, stop);
  // The parser keeps a cell in memory until it is there as a whole: what arrives is bounded too, with what the protocol adds.
  const received = countDown(2 * maxBytes + maxProtocolBytes, stop);
  const { stream } = client.connection;
  const onData = (chunk: Buffer) => received(chunk.length);
  stream.on("data", onData);
  const query = new pg.Query<(string | null)[]>({ ...extended, ...asText, text });
  query.on("row", (row) => {
    rows.push(row);
    cells(measureRow(row));
  });
  query.on("error", (error) => reject(toDatabaseError(error)));
  query.on("end", ({ fields }) => resolve({ fields, rows }));
  client.query(query);
  return promise.finally(() => stream.off("data", onData));
}

const maxProtocolBytes = 262_144;

function countDown(bytes: number, stop: () => void): (more: number) => void {
  let left = bytes;
  return (more) => {
    left -= more;
    if (left < 0) stop();
  };
}

/** Without the server's words: they may quote rows. What the server did not say is the network's failure. */
function toDatabaseError(error: unknown, otherwise?: "unreachable"): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (!(error instanceof pg.DatabaseError)) return new DatabaseError("unreachable", { cause: error });
  const { code: sqlState = "" } = error;
  return new DatabaseError(otherwise ?? mapSqlState(sqlState), { sqlState });
}
