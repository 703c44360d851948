// From a question to rows: a pattern or a model writes SQL, the guard passes it or not, the database runs it as the caller.
import type { Model } from "../insights/converse.ts";
import { count, measure } from "../metrics.ts";
import { askModel } from "./ask-model.ts";
import { type Database, type DatabaseContext, DatabaseError } from "./database/port.ts";
import { guardSql } from "./guard/guard-sql.ts";
import { limitRows } from "./guard/limit-rows.ts";
import { GuardRefusal } from "./guard/refusal.ts";
import { findPattern } from "./patterns/find-pattern.ts";
import { QuestionFailure } from "./question-failure.ts";
import type { McpSettings } from "./settings.ts";
import { type ShapedRows, shapeRows } from "./shape-rows.ts";
import { UnansweredError } from "./unanswered-error.ts";

/** `mcp`: a model wrote the SQL. `fallback-sql`: a pattern did. The names are those of the earlier server. */
type AnswerSource = "mcp" | "fallback-sql";

export interface Answer extends ShapedRows {
  readonly sql: string;
  readonly source: AnswerSource;
  /** ISO 8601. */
  readonly executedAt: string;
}

export interface Answering {
  readonly settings: McpSettings;
  readonly database: Database;
  /** Without one only common questions are answered. */
  readonly model: Model | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Below the 29 s of the Lambda, with time for the audit. */
const maxTotalMs = 26_000;

/**
 * Answers a question with the rows that its asker may see.
 * @throws QuestionFailure for everything that goes wrong on the way
 */
export async function answerQuestion(
  question: string,
  context: DatabaseContext,
  answering: Answering,
): Promise<Answer> {
  const startedAt = answering.now();
  let attempt: { sql?: string; source?: AnswerSource } = {};
  try {
    attempt = await findSql(question, answering);
    const { sql = "", source = "mcp" } = attempt;
    const rows = await runSql(sql, context, { ...answering, startedAt });
    measure("QueryTime", answering.now() - startedAt, { source });
    return { ...rows, source, executedAt: new Date(answering.now()).toISOString() };
  } catch (cause) {
    throw toFailure(cause, attempt);
  }
}

async function findSql(question: string, { settings, model, now }: Answering) {
  const pattern = findPattern(question, settings, now());
  if (pattern !== undefined) {
    count("QueryFallback");
    return { sql: pattern, source: "fallback-sql" as const };
  }
  if (model === undefined) throw new UnansweredError("not_understood");
  const sql = await askModel(question, settings.tables, model, new Date(now()));
  return { sql, source: "mcp" as const };
}

/** Rows are asked for one more than are answered, and bytes for a multiple, since texts of the database are shorter than JSON. */
async function runSql(written: string, context: DatabaseContext, { settings, database, startedAt, now }: Run) {
  const { tables, limits } = settings;
  const sql = await guardSql(written, tables);
  const remainingMs = startedAt + maxTotalMs - now();
  if (remainingMs <= 0) throw new DatabaseError("timeout");
  const rows = await database.query({
    sql: limitRows(sql, limits.rows + 1),
    context,
    maxBytes: 2 * limits.bytes,
    timeoutMs: Math.min(limits.seconds * 1000, remainingMs),
  });
  return { ...shapeRows(rows, limits.rows, limits.bytes), sql };
}

interface Run extends Answering {
  readonly startedAt: number;
}

/** Counts what went wrong, by a closed list of names. */
function toFailure(cause: unknown, attempt: { sql?: string; source?: AnswerSource }): QuestionFailure {
  const failure = new QuestionFailure({ ...attempt, rule: nameRule(cause) }, { cause });
  if (cause instanceof DatabaseError) count("DatabaseFailed", { reason: cause.reason });
  else count("QueryRefused", { rule: failure.rule });
  return failure;
}

function nameRule(cause: unknown): string {
  if (cause instanceof GuardRefusal || cause instanceof UnansweredError) return cause.rule;
  return cause instanceof DatabaseError ? `database_${cause.reason}` : "internal";
}
