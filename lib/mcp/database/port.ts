// What questions need of a database. Two adapters have it: `pg` in a VPC, and Aurora's Data API.

/** Whose rows a query may see. It reaches the database as a signed text. */
export interface DatabaseContext {
  /** The tenant's own name; undefined for a person without a tenant, who sees no tenant's rows. */
  readonly tenant: string | undefined;
  readonly user: string;
}

export interface QueryRequest {
  /** One statement that the guard has passed, with its row cap. */
  readonly sql: string;
  readonly context: DatabaseContext;
  /** Answers with more bytes of text are refused as `too_large`. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

export interface Column {
  readonly name: string;
  /** PostgreSQL's name of its type, such as `int4` or `timestamptz`. */
  readonly type: string;
}

export interface QueryRows {
  readonly columns: readonly Column[];
  /** Cells in the order of `columns`, as JSON has them: numbers where they are exact, texts, booleans, null. Times are ISO 8601. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface Database {
  /** Runs one statement in a read-only transaction that is rolled back. @throws DatabaseError */
  query(request: QueryRequest): Promise<QueryRows>;
  /** Asks for nothing, to see whether it answers. @throws DatabaseError */
  probe(): Promise<void>;
}

export type DatabaseFailure = "unreachable" | "timeout" | "refused" | "too_large" | "failed";

/** What went wrong, without the database's own words: they may quote rows. */
export class DatabaseError extends Error {
  readonly reason: DatabaseFailure;
  /** PostgreSQL's SQLSTATE, for the log. */
  readonly sqlState: string | undefined;

  constructor(reason: DatabaseFailure, options: { sqlState?: string; cause?: unknown } = {}) {
    super(`The database query failed: ${reason}.`, { cause: options.cause });
    this.name = "DatabaseError";
    this.reason = reason;
    this.sqlState = options.sqlState;
  }
}
