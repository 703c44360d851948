// The operator's own connection to the database, over whichever way reaches it.

export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement; `$1` and so on stand for the texts. @throws SqlError when the database refuses it */
export type Execute = (sql: string, texts?: readonly string[]) => Promise<Row[]>;

/** Of each row the column `name`. */
export const listNames = async (execute: Execute, sql: string): Promise<string[]> =>
  (await execute(sql)).map(({ name }) => String(name));

export interface AdminConnection {
  /** Who is connected, and where to: shown before anything is changed. */
  readonly place: string;
  readonly execute: Execute;
  /** Runs the work in one transaction, which is rolled back when it throws, or when `keep` is false. */
  transaction<T>(work: (execute: Execute) => Promise<T>, options?: { readonly keep: boolean }): Promise<T>;
  close(): Promise<void>;
}

/**
 * Comes first in each transaction: with the operator's own search path, an operator or a function that somebody planted in a schema
 * there could be taken for PostgreSQL's, and would stay in a view. https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058
 */
export const fixSearchPath = "set local search_path = pg_catalog, pg_temp";

/** What the database said, with its five letters. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export class SqlError extends Error {
  override readonly name = "SqlError";
  readonly sqlState: string;

  constructor(message: string, sqlState: string, options?: ErrorOptions) {
    super(message, options);
    this.sqlState = sqlState;
  }
}
