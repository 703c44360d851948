// Finds the due date in a sentence, with chrono-node and phrases such as "end of the week".
import * as de from "chrono-node/de";
import * as en from "chrono-node/en";
import * as es from "chrono-node/es";
import * as fr from "chrono-node/fr";
import { type Day, toCivilDay } from "./day.ts";
import { normalize } from "./normalize.ts";
import { getPhrases } from "./phrases/get-phrases.ts";
import type { Period, Phrases } from "./phrases/phrases.ts";
import { spellOutDates } from "./spell-out-dates.ts";
import { getOffsetMinutes, toInstant, toIsoDate, toIsoDateTime } from "./time-zone.ts";

/** When and where a sentence was written. */
export interface SentenceContext {
  readonly language: string;
  readonly sentAt: Date;
  readonly timeZone: string;
}

type ParsedDate = ReturnType<typeof en.casual.parse>[number];

interface FoundDate extends Pick<ParsedDate, "index" | "text" | "start"> {
  /** What names the time, if anything does. */
  readonly clock: ParsedDate["start"];
}

/** The date parser of a language. In English, 3/4 is March 4 in America and 3 April elsewhere. */
function casualDates({ language, timeZone }: SentenceContext): typeof en.casual {
  const others: Readonly<Record<string, typeof en.casual>> = { de: de.casual, fr: fr.casual, es: es.casual };
  return others[language] ?? (timeZone.startsWith("America/") ? en.casual : en.GB);
}

/**
 * The due date of a sentence: an ISO 8601 date, or a date-time with the zone's offset on that day if it names a time.
 * A date after "by" or "before" takes precedence; "this week" ends on Friday; past dates are ignored.
 */
export function findDueDate(written: string, context: SentenceContext): string | undefined {
  const phrases = getPhrases(context.language) ?? getPhrases("en");
  if (!phrases || Number.isNaN(context.sentAt.getTime())) return undefined;
  const reference = { instant: context.sentAt, timezone: getOffsetMinutes(context.sentAt.getTime(), context.timeZone) };
  const today = getLocalDay(context);
  const sentence = spellOutDates(written, context.language, today);
  const dates = joinTimeWithDay(
    casualDates(context)
      .parse(sentence, reference, { forwardDate: true })
      .map(({ index, text, start }) => ({ index, text, start, clock: start }))
      .filter((found) => isDay(found, sentence)),
    sentence,
  ).filter((found) => isAhead(toDay(found), today));
  const before = (found: FoundDate): string => normalize(sentence.slice(0, found.index));
  const deadline = dates.find((found) => phrases.deadline.test(before(found)));
  const others = dates.filter((found) => {
    const isOther = phrases.otherDate.test(before(found)) && !/^(?:today|tonight|tomorrow)\b/i.test(found.text);
    return !isOther && !reasonPattern.test(before(found)) && !meetingPattern.test(sentence.slice(found.index));
  });
  const other = others.find((found) => !asidePattern.test(before(found))) ?? others[0];
  const folded = normalize(sentence);
  const period = findPeriod(folded, phrases, ["nextWeek", "thisWeek", "thisMonth"]);
  if (deadline) return toIso(deadline, context);
  if (period) return toIsoDate(getPeriodEnd(period, today));
  if (other) return toIso(other, context);
  return findPeriod(folded, phrases, ["today"]) && toIsoDate(today);
}

/** A time and a day that stand apart are one date: "cover my 2pm tour on Saturday". */
function joinTimeWithDay(dates: readonly FoundDate[], sentence: string): readonly FoundDate[] {
  const [first, second] = dates;
  if (!first || !second || dates.length > 2) return dates;
  if (/[,;:.–—()]/.test(sentence.slice(first.index + first.text.length, second.index))) return dates;
  const time = dates.find(({ start, text }) => !isNamedDay(start) && /\d(:\d\d| ?[ap]m\b| ?h\b| ?uhr\b)/i.test(text));
  const day = dates.find(({ start }) => isNamedDay(start) && !start.isCertain("hour"));
  return time && day ? [{ ...day, clock: time.start }] : dates;
}

const isNamedDay = (start: ParsedDate["start"]): boolean => start.isCertain("day") || start.isCertain("weekday");

/** Before a date in brackets, which says more about what is to be done: "book the trip (out Mon 19 Oct) today". */
const asidePattern = /\([^()]{0,80}$/;

/** Before the date of what makes a request urgent: "run it again, it died around 3am". */
const reasonPattern =
  /([,;:–—?!]|\b(because|since|as|weil|denn|car|parce que|porque|ya que)) ([^\s,;]+ ){0,4}(is|are|was|were|died|failed|broke|crashed|ist|sind|war|wird|werden|hangt|est|sont|etait|es|son|era|fallo|murio)\b[^,;]{0,30}$/;

const findPeriod = (folded: string, phrases: Phrases, periods: readonly Period[]): Period | undefined =>
  periods.find((period) => phrases.periods[period].test(folded));

/** A number of something: "two days", but not "the minutes" of a meeting. */
const quantityPattern = /\d|\b(an?|one|half|few|eine[rmn]?|une?|dos|deux|zwei|two)\b/i;

/** Numbers that are no time: a range ("slides 4–9"), a share ("3/4 of them") or how long something takes ("5 min"). */
const amountPattern = /^(\d{1,2}\s*([-–]|à|bis|a|to)\s*\d{1,2}|\d+ ?(min|std|stunde|hour|heure|hora|sec|sek|seg).*)$/i;

/** A weekday that names what happens on it: "move Friday's call to Monday". */
const meetingPattern =
  /^\S+?day(['’]s)? (sync|meeting|call|demo|session|stand-?up|retro|workshop|review|newsletter|slot|shift|release|report)\b/i;

/** "When you have a minute", "a second opinion". */
const momentPattern =
  /^(right )?now\b|^(jetzt|maintenant|ahora)\b|^(an?|one|einen?|eine[rm]?|une?|uno?) (minute|min|second|sec|moment|sekunde|seconde|minuto|segundo|momento)/i;

/** Whether a match is a day or a time: not a month alone, not "fr" in a word, and not a week or month (see `periods`). */
function isDay({ start, text, index }: FoundDate, sentence: string): boolean {
  if (amountPattern.test(text) || /^\d\/\d of\b/.test(sentence.slice(index))) return false;
  if (
    text.length < 3 ||
    /^(?:Sam|Mar|Mer)$/.test(text) ||
    /^jeux? d[e'u]/i.test(sentence.slice(index)) ||
    /\b(?:week|month|year|woche|monat|semaine|mois|semana|mes)\b/i.test(text)
  )
    return false;
  if (momentPattern.test(text)) return false;
  if (start.tags().has("result/relativeDateAndTime") && !quantityPattern.test(text)) return false;
  return start.isCertain("day") || start.isCertain("weekday") || start.isCertain("hour");
}

/** Whether a day is not in the past, and not absurdly far away ("in 90,000,000 days"). */
const isAhead = (day: Day, today: Day): boolean => toIsoDate(day) >= toIsoDate(today) && day.year <= today.year + 10;

const toDay = ({ start }: FoundDate): Day => ({
  year: start.get("year") ?? 0,
  month: start.get("month") ?? 1,
  day: start.get("day") ?? 1,
});

function toIso(found: FoundDate, { timeZone }: SentenceContext): string {
  const { clock } = found;
  const day = toDay(found);
  if (!clock.isCertain("hour")) return toIsoDate(day);
  const time = { ...day, hour: clock.get("hour") ?? 0, minute: clock.get("minute") ?? 0 };
  const offset = clock.isCertain("timezoneOffset") ? clock.get("timezoneOffset") : null;
  const wall = Date.UTC(day.year, day.month - 1, day.day, time.hour, time.minute);
  return toIsoDateTime(offset === null ? toInstant(time, timeZone) : wall - offset * 60_000, timeZone);
}

function getLocalDay({ sentAt, timeZone }: SentenceContext): Day {
  return toCivilDay(sentAt.getTime() + getOffsetMinutes(sentAt.getTime(), timeZone) * 60_000);
}

/** The last day of a period: Friday for a week. */
function getPeriodEnd(period: Period, { year, month, day }: Day): Day {
  const at = Date.UTC(year, month - 1, day);
  const toFriday = (5 - new Date(at).getUTCDay() + 7) % 7;
  const days = { today: 0, thisWeek: toFriday, nextWeek: daysToNextFriday(at), thisMonth: 0 }[period];
  return period === "thisMonth" ? toCivilDay(Date.UTC(year, month, 0)) : toCivilDay(at + days * 86_400_000);
}

/** Weeks start on Monday: from a Sunday, Friday of next week is five days away. */
const daysToNextFriday = (at: number): number => 12 - (new Date(at).getUTCDay() || 7);
