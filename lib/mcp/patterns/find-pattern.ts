// Answers common questions without a model: the SQL of a question that is understood word for word.
import type { McpSettings } from "../settings.ts";
import { readQuestion } from "./read-question.ts";
import { writeSql } from "./write-sql.ts";

/**
 * The SQL of a question of the common kinds, over the tables that the stage's file maps them to.
 * @param now epoch milliseconds, to which "today" and "the last week" refer
 * @returns undefined for a question that has a word more, another meaning, or no table
 */
export function findPattern(
  question: string,
  settings: Pick<McpSettings, "tables" | "questions">,
  now: number,
): string | undefined {
  const intent = readQuestion(question, now);
  return intent && writeSql(intent, settings);
}
