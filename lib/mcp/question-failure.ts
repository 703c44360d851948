// How a question failed, and what its asker is told: one sentence for each kind, never a word of the database, the guard or the model.
import { Problem } from "../errors.ts";
import { describeError, log } from "../log.ts";
import { DatabaseError, type DatabaseFailure } from "./database/port.ts";
import { GuardRefusal } from "./guard/refusal.ts";
import { UnansweredError } from "./unanswered-error.ts";

interface Attempt {
  /** What refused it: a rule of the guard, `not_understood`, `model_…` or `database_…`. */
  readonly rule: string;
  /** What was to be run, as it was written; undefined where it did not come that far. */
  readonly sql?: string | undefined;
  readonly source?: string | undefined;
}

export class QuestionFailure extends Error implements Attempt {
  readonly rule: string;
  readonly sql: string | undefined;
  readonly source: string | undefined;

  constructor({ rule, sql, source }: Attempt, options: ErrorOptions) {
    super(`The question failed: ${rule}.`, options);
    this.name = "QuestionFailure";
    this.rule = rule;
    this.sql = sql;
    this.source = source;
  }
}

const notUnderstood = "This question was not understood. Ask it in other words, or for something else.";
const tooSlow = "Answering this took too long. Ask for less, such as a shorter time.";

/** A statement that the role may not run, and one that fails, are told like one that the guard refuses. */
const details: Readonly<Record<Exclude<DatabaseFailure, "unreachable">, string>> = {
  timeout: tooSlow,
  too_large: "The answer to this is too large. Ask for less of it.",
  refused: notUnderstood,
  failed: notUnderstood,
};

/** The problem that the asker gets. */
export function toQuestionProblem(failure: QuestionFailure): Problem {
  const { cause, rule } = failure;
  if (cause instanceof Problem) return cause;
  if (cause instanceof DatabaseError) {
    log.warn("the database did not answer a question", { rule, sqlState: cause.sqlState });
    return cause.reason === "unreachable"
      ? new Problem("provider_unavailable", {
          detail: "The database cannot be reached. Try again later.",
          retryAfter: 30,
        })
      : new Problem("could_not_answer", { detail: details[cause.reason] });
  }
  if (!(cause instanceof GuardRefusal || cause instanceof UnansweredError)) return new Problem("internal", { cause });
  const { message: _, ...reason } = describeError(cause.cause);
  log.info("a question was not answered", { rule, ...reason });
  return new Problem("could_not_answer", { detail: notUnderstood });
}
