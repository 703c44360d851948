import { assigneeOf, knownPeople } from "./assignee.ts";
import { dueIn } from "./due.ts";
import { fold, oneLine } from "./fold.ts";
import type { Suggestion } from "./model-answer.ts";
import { ownWords } from "./own-words.ts";
import { phrasesOf } from "./phrases/of-language.ts";
import type { ActionItem, Insights, SourceText } from "./source-text.ts";
import { isoAt, isoDate, offsetAt } from "./zone.ts";

/**
 * The suggestions that the text bears out, after those the rules are sure of: a text cannot talk a model out of what it
 * plainly asks, nor into a sentence that is not there, a person nobody named or a date of its own.
 */
export function borneOut(suggestions: readonly Suggestion[], source: SourceText, rules: Insights): ActionItem[] {
  const said = ownWords(source.text).map(({ text }) => text);
  const words = [oneLine(said.join(" ")), oneLine(source.title?.slice(0, 300) ?? "")];
  const found = suggestions
    .filter(({ text }) => words.some((each) => each.includes(oneLine(text))))
    .map((each) => borneOutItem(each, source, rules));
  const sure = rules.actionItems.filter(({ confidence }) => confidence >= 0.9);
  const others = found.filter(({ text }) => !sure.some((item) => item.text.includes(text) || text.includes(item.text)));
  return [...sure, ...others].slice(0, 10);
}

function borneOutItem(suggested: Suggestion, source: SourceText, rules: Insights): ActionItem {
  const text = oneLine(suggested.text);
  const same = rules.actionItems.find((item) => item.text.includes(text) || text.includes(item.text));
  const assignee = same?.assignee ?? personNamed(suggested.assignee, text, source, rules.language);
  const { language } = rules;
  const { sentAt, timeZone = "UTC" } = source;
  const due =
    same?.due ?? dueIn(text, { language, sentAt, timeZone }) ?? readable(suggested.due, text, { source, language });
  return {
    text,
    ...(assignee ? { assignee } : {}),
    ...(due ? { due } : {}),
    confidence: Math.round(suggested.confidence * 100) / 100,
    done: false,
  };
}

function personNamed(name: string | null | undefined, text: string, source: SourceText, language: string) {
  const known = knownPeople(source);
  const called = name ? known.find(({ calls }) => calls.includes(fold(oneLine(name))))?.name : undefined;
  return called ?? assigneeOf(text, { known, greeted: undefined, only: undefined, phrases: phrasesOf(language) });
}

const year = 366 * 86_400_000;
const isoDue = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A date the rules could not read: within a year, and its day of the month or of the week stands in the sentence. */
function readable(due: string | null | undefined, text: string, { source, language }: Read): string | undefined {
  const { sentAt, timeZone = "UTC" } = source;
  const shape = isoDue.exec(due ?? "");
  const at = Date.parse(shape?.[0] ?? "");
  const since = at - sentAt.getTime();
  if (!shape || !(since > -86_400_000 && since < year)) return undefined;
  const local = new Date(shape[1] ? at + offsetAt(at, timeZone) * 60_000 : at);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(local);
  const isSaid = new RegExp(`(?<!\\d)0?${local.getUTCDate()}(?!\\d)`).test(text) || fold(text).includes(fold(weekday));
  if (!isSaid) return undefined;
  return shape[1] ? isoAt(at, timeZone) : calendarDay(at);
}

interface Read {
  readonly source: SourceText;
  readonly language: string;
}

function calendarDay(at: number): string {
  const date = new Date(at);
  return isoDate({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
}
