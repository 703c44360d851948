import * as de from "chrono-node/de";
import * as en from "chrono-node/en";
import * as es from "chrono-node/es";
import * as fr from "chrono-node/fr";
import { normalize } from "./normalize.ts";
import { getPhrases } from "./phrases/get-phrases.ts";
import type { Period, Phrases } from "./phrases/phrases.ts";
import { getOffsetMinutes, toInstant, toIsoDate, toIsoDateTime } from "./time-zone.ts";

/** When and where a sentence was written. */
export interface SentenceContext {
  readonly language: string;
  readonly sentAt: Date;
  readonly timeZone: string;
}

type ParsedDate = ReturnType<typeof en.casual.parse>[number];

/** 3/4 is April where the day comes first, and March in America. */
function casualDates({ language, timeZone }: SentenceContext): typeof en.casual {
  const others: Readonly<Record<string, typeof en.casual>> = { de: de.casual, fr: fr.casual, es: es.casual };
  return others[language] ?? (timeZone.startsWith("America/") ? en.casual : en.GB);
}

/**
 * By when a sentence wants something: ISO 8601 date, or date-time with the zone's offset on that day where a time is said.
 * A date after "by" or "before" goes before others; "this week" ends on Friday; what lies in the past is no deadline.
 */
export function findDueDate(sentence: string, said: SentenceContext): string | undefined {
  const phrases = getPhrases(said.language) ?? getPhrases("en");
  if (!phrases || Number.isNaN(said.sentAt.getTime())) return undefined;
  const reference = { instant: said.sentAt, timezone: getOffsetMinutes(said.sentAt.getTime(), said.timeZone) };
  const today = getLocalDay(said);
  const dates = casualDates(said)
    .parse(sentence, reference, { forwardDate: true })
    .filter((found) => isDay(found) && isAhead(toDay(found), today));
  const before = (found: ParsedDate): string => normalize(sentence.slice(0, found.index));
  const deadline = dates.find((found) => phrases.deadline.test(before(found)));
  const other = dates.find((found) => !phrases.otherDate.test(before(found)));
  const folded = normalize(sentence);
  const period = findPeriod(folded, phrases, ["dayAfterTomorrow", "thisWeek", "nextWeek", "thisMonth"]);
  if (deadline && period !== "dayAfterTomorrow") return toIso(deadline, said);
  if (period) return toIsoDate(getPeriodEnd(period, today));
  if (other) return toIso(other, said);
  return findPeriod(folded, phrases, ["today"]) && toIsoDate(today);
}

const findPeriod = (folded: string, phrases: Phrases, periods: readonly Period[]): Period | undefined =>
  periods.find((period) => phrases.periods[period].test(folded));

/** A length of time in numbers: "the minutes" of a meeting are none. */
const quantityPattern = /\d|\b(?:an?|one|half|few|eine[rmn]?|une?|dos|deux|zwei|two)\b/i;

/** A day or a time: not a month alone, not "fr" in a word, and not a whole week or month, which has an end of its own. */
function isDay({ start, text }: ParsedDate): boolean {
  if (text.length < 3 || /\b(?:week|month|year|woche|monat|semaine|mois|semana|mes)\b/i.test(text)) return false;
  if (start.tags().has("result/relativeDateAndTime") && !quantityPattern.test(text)) return false;
  return start.isCertain("day") || start.isCertain("weekday") || start.isCertain("hour");
}

/** "In 90,000,000 days" is no deadline either. */
const isAhead = (day: Day, today: Day): boolean => toIsoDate(day) >= toIsoDate(today) && day.year <= today.year + 10;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const toDay = ({ start }: ParsedDate): Day => ({
  year: start.get("year") ?? 0,
  month: start.get("month") ?? 1,
  day: start.get("day") ?? 1,
});

function toIso(found: ParsedDate, { timeZone }: SentenceContext): string {
  const { start } = found;
  const day = toDay(found);
  if (!start.isCertain("hour")) return toIsoDate(day);
  const clock = { ...day, hour: start.get("hour") ?? 0, minute: start.get("minute") ?? 0 };
  const offset = start.isCertain("timezoneOffset") ? start.get("timezoneOffset") : null;
  const wall = Date.UTC(day.year, day.month - 1, day.day, clock.hour, clock.minute);
  return toIsoDateTime(offset === null ? toInstant(clock, timeZone) : wall - offset * 60_000, timeZone);
}

function getLocalDay({ sentAt, timeZone }: SentenceContext): Day {
  return toCivilDay(sentAt.getTime() + getOffsetMinutes(sentAt.getTime(), timeZone) * 60_000);
}

function toCivilDay(at: number): Day {
  const date = new Date(at);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The last working day of a week, the last day of a month. */
function getPeriodEnd(period: Period, { year, month, day }: Day): Day {
  const at = Date.UTC(year, month - 1, day);
  const toFriday = (5 - new Date(at).getUTCDay() + 7) % 7;
  const days = { today: 0, dayAfterTomorrow: 2, thisWeek: toFriday, nextWeek: daysToNextFriday(at), thisMonth: 0 }[
    period
  ];
  return period === "thisMonth" ? toCivilDay(Date.UTC(year, month, 0)) : toCivilDay(at + days * 86_400_000);
}

/** Weeks begin on Monday: on a Sunday, next week's Friday is five days away. */
const daysToNextFriday = (at: number): number => 12 - (new Date(at).getUTCDay() || 7);
