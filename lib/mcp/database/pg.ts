// The database through PostgreSQL's own protocol. A container of a Lambda keeps one connection, for one query at a time.
import { runWithDeadline } from "../../deadline.ts";
import { parseRows } from "./parse-cell.ts";
import type { PgConnection, TextRows } from "./pg-connection.ts";
import {
  type Database,
  type DatabaseContext,
  DatabaseError,
  type DatabaseFailure,
  type QueryRequest,
  type QueryRows,
} from "./port.ts";
import { buildSettingsStatement } from "./transaction-settings.ts";
import { nameType } from "./type-names.ts";

export interface PgOptions {
  /** @throws DatabaseError unreachable */
  readonly open: (timeoutMs: number) => Promise<PgConnection>;
  /** Signs whose rows a query may see. */
  readonly sign: (context: DatabaseContext) => Promise<string>;
}

/** Opening takes a handshake, TLS and a login. */
const maxOpenMs = 5000;

/** After the server should have stopped a statement itself: the answer's way here. */
const graceMs = 1000;

/** A connection that was frozen with its container may be dead without anybody having said so. */
const maxBeginMs = 1500;

const maxCleanUpMs = 2000;

const settings = buildSettingsStatement("$1", "$2");

/** Opens a connection at the first query, and again when it is broken. */
export function createPgDatabase({ open, sign }: PgOptions): Database {
  let kept: PgConnection | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** One after the other: they share the connection. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function begin(): Promise<PgConnection> {
    if (kept?.isUsable()) {
      const reused = kept;
      try {
        await withDeadline(reused, maxBeginMs, () => reused.run("begin read only"));
        return reused;
      } catch {
        reused.drop();
      }
    }
    const opened = await open(maxOpenMs);
    kept = opened;
    await withDeadline(opened, maxBeginMs, () => opened.run("begin read only"));
    return opened;
  }

  async function query({ sql, context, maxBytes, timeoutMs }: QueryRequest): Promise<QueryRows> {
    const signed = await sign(context);
    const connection = await begin();
    try {
      await withDeadline(connection, maxBeginMs, () => connection.run(settings, [signed, String(timeoutMs)]));
      const read = () => connection.read(sql, maxBytes);
      return toQueryRows(await withDeadline(connection, timeoutMs + graceMs, read, "timeout"));
    } finally {
      await cleanUp(connection);
    }
  }

  async function probe(): Promise<void> {
    const connection = await begin();
    await withDeadline(connection, maxBeginMs, () => connection.run("select 1")).finally(() => cleanUp(connection));
  }

  return { query: (request) => inTurn(() => query(request)), probe: () => inTurn(probe) };
}

/**
 * Leaves nothing of a query behind: ROLLBACK ends its transaction and settings, DISCARD ALL what outlives one, such as advisory
 * locks. A connection that cannot be cleaned is not used again.
 */
async function cleanUp(connection: PgConnection): Promise<void> {
  if (!connection.isUsable()) return;
  try {
    await withDeadline(connection, maxCleanUpMs, async () => {
      await connection.run("rollback");
      await connection.run("discard all");
    });
  } catch {
    connection.drop();
  }
}

/**
 * Silence is the database's failure, but while a statement runs it is the statement's.
 * @throws DatabaseError; the connection is dropped at the deadline, since nobody knows what it still does
 */
async function withDeadline<T>(
  connection: PgConnection,
  ms: number,
  work: () => Promise<T>,
  silence: DatabaseFailure = "unreachable",
): Promise<T> {
  try {
    return await runWithDeadline(ms, work);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    connection.drop();
    throw new DatabaseError(silence, { cause: error });
  }
}

function toQueryRows({ fields, rows }: TextRows): QueryRows {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: nameType(dataTypeID) }));
  return { columns, rows: parseRows(rows, columns) };
}
