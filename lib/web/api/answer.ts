// An answer to a question, as the page shows and saves it.

export interface AnswerColumn {
  readonly name: string;
  /** PostgreSQL's name of its type; empty where the API does not say. */
  readonly type: string;
}

export interface Answer {
  readonly question: string;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** ISO 8601. */
  readonly executedAt: string;
  readonly sql: string;
  /** Whether it is the kept answer to the same question. */
  readonly cached: boolean;
  /** Whether there are more rows than these. */
  readonly truncated: boolean;
}
