// The operator's own connection to the database, over whichever way reaches it.

export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement; `$1` and so on stand for the texts. @throws SqlError when the database refuses it */
export type Execute = (sql: string, texts?: readonly string[]) => Promise<Row[]>;

export interface AdminConnection {
  /** Who is connected, and where to: shown before anything is changed. */
  readonly place: string;
  readonly execute: Execute;
  /** Runs the work in one transaction, which is rolled back when it throws, or when `keep` is false. */
  transaction<T>(work: (execute: Execute) => Promise<T>, options?: { readonly keep: boolean }): Promise<T>;
  close(): Promise<void>;
}

/** What the database said, with its five letters. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export class SqlError extends Error {
  override readonly name = "SqlError";
  readonly sqlState: string;

  constructor(message: string, sqlState: string, options?: ErrorOptions) {
    super(message, options);
    this.sqlState = sqlState;
  }
}
