import { truncate } from "../truncate.ts";
import { findAssignee, listKnownPeople } from "./assignee.ts";
import { findDueDate } from "./find-due-date.ts";
import type { Suggestion } from "./model-answer.ts";
import { normalize, toOneLine } from "./normalize.ts";
import { getPhrases } from "./phrases/get-phrases.ts";
import type { ActionItem, Insights, SourceText } from "./source-text.ts";
import { stripQuotes } from "./strip-quotes.ts";
import { getOffsetMinutes, toIsoDate, toIsoDateTime } from "./time-zone.ts";

/**
 * Checks a model's suggestions against the text and adds them to the action items that the rules are confident of. Prompt injection can
 * thus neither hide a clear request nor add a sentence, a person or a date that is not in the text.
 */
export function validateSuggestions(
  suggestions: readonly Suggestion[],
  source: SourceText,
  rules: Insights,
): ActionItem[] {
  const lines = stripQuotes(source.text).map(({ text }) => text);
  const words = [toOneLine(lines.join(" ")), toOneLine(truncate(source.title ?? "", 300))];
  const found = suggestions
    .filter(({ text }) => words.some((each) => each.includes(toOneLine(text))))
    .map((each) => validateSuggestion(each, source, rules));
  const confident = rules.actionItems.filter(({ confidence }) => confidence >= 0.9);
  const others = found.filter(
    ({ text }) => !confident.some((item) => item.text.includes(text) || text.includes(item.text)),
  );
  return [...confident, ...others].slice(0, 10);
}

function validateSuggestion(suggested: Suggestion, source: SourceText, rules: Insights): ActionItem {
  const text = toOneLine(suggested.text);
  const same = rules.actionItems.find((item) => item.text.includes(text) || text.includes(item.text));
  const assignee = same?.assignee ?? findNamedPerson(suggested.assignee, text, source, rules.language);
  const { language } = rules;
  const { sentAt, timeZone = "UTC" } = source;
  const due =
    same?.due ??
    findDueDate(text, { language, sentAt, timeZone }) ??
    validateDueDate(suggested.due, text, { source, language });
  return {
    text,
    ...(assignee ? { assignee } : {}),
    ...(due ? { due } : {}),
    confidence: Math.round(suggested.confidence * 100) / 100,
    done: false,
  };
}

function findNamedPerson(name: string | null | undefined, text: string, source: SourceText, language: string) {
  const known = listKnownPeople(source);
  const called = name ? known.find(({ calls }) => calls.includes(normalize(toOneLine(name))))?.name : undefined;
  return called ?? findAssignee(text, { known, greeted: undefined, only: undefined, phrases: getPhrases(language) });
}

const year = 366 * 86_400_000;
const isoDuePattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Accepts a date that the rules could not find: within a year, and the sentence names its day of the month or of the week. */
function validateDueDate(
  due: string | null | undefined,
  text: string,
  { source, language }: SuggestionContext,
): string | undefined {
  const { sentAt, timeZone = "UTC" } = source;
  const shape = isoDuePattern.exec(due ?? "");
  const at = Date.parse(shape?.[0] ?? "");
  const since = at - sentAt.getTime();
  if (!shape || !(since > -86_400_000 && since < year)) return undefined;
  const local = new Date(shape[1] ? at + getOffsetMinutes(at, timeZone) * 60_000 : at);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(local);
  const isSaid =
    new RegExp(`(?<!\\d)0?${local.getUTCDate()}(?!\\d)`).test(text) || normalize(text).includes(normalize(weekday));
  if (!isSaid) return undefined;
  return shape[1] ? toIsoDateTime(at, timeZone) : toIsoDay(at);
}

interface SuggestionContext {
  readonly source: SourceText;
  readonly language: string;
}

function toIsoDay(at: number): string {
  const date = new Date(at);
  return toIsoDate({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
}
