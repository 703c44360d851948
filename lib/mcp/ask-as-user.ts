// A user's question, from the kept answer or the database, written to the audit before anybody sees an answer.
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { writeAudit } from "../store/audit.ts";
import { truncateBytes } from "../truncate.ts";
import type { Vault } from "../vault/seal.ts";
import { findPlace, keepAnswer, readAnswer } from "./answer-cache.ts";
import { type Answer, type Answering, answerQuestion } from "./answer-question.ts";
import { toDatabaseContext } from "./database-context.ts";
import { QuestionFailure, toQuestionProblem } from "./question-failure.ts";

export interface UserQuestion {
  readonly question: string;
  readonly user: User;
  readonly origin: Pick<Origin, "ip" | "requestId">;
}

export interface UserAnswering extends Answering {
  readonly vault: Vault;
  /** Whether answers are kept for five minutes. */
  readonly isCaching: boolean;
}

/**
 * Answers a user's question.
 * @throws Problem could_not_answer, provider_unavailable where the database or the audit cannot be reached, forbidden for users that
 *   the database does not know
 */
export async function askAsUser(asked: UserQuestion, answering: UserAnswering): Promise<Answer & { cached: boolean }> {
  const { question, user } = asked;
  const context = toDatabaseContext(user);
  const place = answering.isCaching ? findPlace(question, user, answering.settings, answering.now()) : undefined;
  const kept = place && (await readAnswer(place, answering));
  if (kept !== undefined) {
    await auditAnswer(asked, kept, true);
    return { ...kept, cached: true };
  }
  const answer = await answerQuestion(question, context, answering).catch((error: unknown) => refuse(asked, error));
  await Promise.all([auditAnswer(asked, answer, false), place && keepAnswer(answer, place, answering)]);
  return { ...answer, cached: false };
}

/** What was refused is audited too, with what was to be run. */
async function refuse(asked: UserQuestion, error: unknown): Promise<never> {
  if (!(error instanceof QuestionFailure)) throw error;
  const { rule: reason, sql, source } = error;
  await writeQueryAudit(asked, { reason, sql, source });
  throw toQuestionProblem(error);
}

const auditAnswer = (asked: UserQuestion, { sql, source, results }: Answer, cached: boolean): Promise<void> =>
  writeQueryAudit(asked, { sql, source, rows: results.length, cached });

/** Bytes: a model may write more than anybody will read. */
const maxAuditedBytes = 8000;

interface QueryFacts {
  readonly sql: string | undefined;
  readonly source: string | undefined;
  readonly reason?: string;
  readonly rows?: number;
  readonly cached?: boolean;
}

/** Without the question's own words, which may say more of people than what was run for it. */
async function writeQueryAudit({ user: { tenant, user }, origin }: UserQuestion, facts: QueryFacts): Promise<void> {
  const { sql, source, ...rest } = facts;
  const { ip, requestId } = origin;
  await writeAudit({
    ...{ tenant, user, actor: user, ip, requestId, action: "query" },
    ...(sql === undefined ? {} : { sql: truncateBytes(sql, maxAuditedBytes) }),
    ...(source === undefined ? {} : { source }),
    ...rest,
  });
}
