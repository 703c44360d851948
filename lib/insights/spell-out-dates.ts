// Rewrites how people write days and times into what the date parser reads: "bis Do. 24.9." becomes "bis 24. September 2026".

import { type Day, toCivilDay } from "./day.ts";
import { writeHalfHours } from "./half-hours.ts";

type Rewrite = readonly [pattern: RegExp, replacement: string];

/** Before a day of the month that has no month. */
const numberedDays: Readonly<Record<string, RegExp>> = {
  en: /(?<=\b(?:by|before|on|until|till|due|than|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)\s(?:the\s)?)(\d{1,2})(?:st|nd|rd|th)\b(?=\s*(?:[,.?!;:)–-]|$|(?:at|so|because|if|please|pls|and|or|as|since|but|latest)\b))/gi,
  de: /(?<=\b(?:am|bis|zum|den|dem|vor|spätestens)\s)(\d{1,2})\.(?!\s?\d|\s?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|stock|etage|platz|mal|teil|tag|punkt)|\p{L})/giu,
  fr: /(?<=\b(?:le|jusqu'au|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)(\d{1,2})(?:er)?\b(?!\s?[h:/.%€$°]\s?|\s(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc|heures?|premi|derni|min|jours?|pages?|euros?)|\s?[-–]\s?\d|,\d)/giu,
  es: /(?<=\b(?:el|del|al|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\s)(\d{1,2})\b(?!\s?[h:/.%€$º]\s?|\sde\s(?!la)|\s(?:por|primer|últim|min|días|horas|páginas|euros)|\s?[-–]\s?\d|,\d)/giu,
};

/** A day and a month in numbers without a year, as a parser that expects a year misses them: "24.9." */
const dottedDayPattern =
  /(?<=\b(?:am|bis|zum|den|dem|der|vor|vom|ab|by|before|on|until|till|le|au|el|del|al)\s|(?:mo|di|mi|do|fr|sa|so|\p{L}tag|mittwoch)[.,]{0,2}\s)(\d{1,2})\.\s?(\d{1,2})\.(?!\d)/giu;

const monthEnds: Readonly<Record<string, RegExp>> = {
  en: /\b(?:the )?end of (\p{L}{3,9})\b/giu,
  de: /\bende (\p{L}{3,9})\b/giu,
  fr: /\b(?:la )?fin (\p{L}{3,9})\b/giu,
  es: /\b(?:fin|final|finales) de (\p{L}{3,10})\b/giu,
};

const german = "heute|morgen|übermorgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag";

/** "bis Do." but not the word "so". */
const shortWeekdays = [
  ["mo", "Montag"],
  ["di", "Dienstag"],
  ["mi", "Mittwoch"],
  ["do", "Donnerstag"],
  ["fr", "Freitag"],
  ["sa", "Samstag"],
  ["so(?=[.,]?(?: \\d|$))", "Sonntag"],
].map(
  ([short, long = ""]): Rewrite => [
    new RegExp(`(?<=\\b(?:bis|am|vor|ab|spätestens|diesen|nächsten|kommenden)\\s)${short}\\b\\.?`, "gi"),
    long,
  ],
);

const rewrites: Readonly<Record<string, readonly Rewrite[]>> = {
  en: [
    [/\b(?:tmrw?|tmw|tomoz|2moro|2morrow|tomorow)\b/gi, "tomorrow"],
    [/\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? (\d{1,2})(?:st|nd|rd|th)?\b(?![:\d])/gi, "$2 $1"],
    [/\bat ([1-6])(:[0-5]\d)?(?=\s*(?:[,.?!;)]|$|today|tomorrow|on\b|sharp))/gi, "at $1$2 pm"],
    [
      /\b(before|until|till) ([1-9]|1[0-2])(?=\s*(?:[,.?!;)]|$|(?:and|or|so|today|tomorrow|sharp)\b))/gi,
      "$1 $2 o'clock",
    ],
    [/\bby ([1-9]|1[0-2]) (?=(?:today|tomorrow)\b)/gi, "by $1 o'clock "],
    [/\b([1-6]) o'clock\b/gi, "$1 pm"],
    [/\b(?:before|by) the (?:weekend|week-end)\b/gi, "by the end of the week"],
    [/\b(?:within|in the next) (?=\d)/gi, "in "],
    [/\b(?:in|within) (?:a|one|the next) week\b/gi, "in 7 days"],
    [/\bmid-?day\b/gi, "noon"],
    [/,? (?:at )?\b12 noon\b/gi, " at 12:00"],
    [/\b((?:mon|tues|wednes|thurs|fri|satur|sun)day),? the (?=\d)/gi, "$1 "],
    [/\b((?:mon|tues|wednes|thurs|fri|satur|sun)day),? (?:of )?next week\b/gi, "next $1"],
    [/\bnext week,? (?:on )?((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/gi, "next $1"],
    [
      /\b(today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? (?:by|before|until) (?=noon|\d{1,2}(?::\d\d)? ?[ap]m\b|\d{1,2}:\d\d)/gi,
      "by $1 ",
    ],
  ],
  de: [
    ...shortWeekdays,
    [new RegExp(`\\b(${german})[ -]?mittag\\b`, "giu"), "$1 12 Uhr"],
    [/\bbis (?:zum )?mittag\b/gi, "bis 12 Uhr"],
    [new RegExp(`\\b(${german})(?:abend|morgen|früh|vormittag|nachmittag)\\b`, "giu"), "$1"],
    [/\bfrüh (?=(?:um )?\d)/gi, ""],
    [/\b(\d{1,2})\.([0-5]\d)(?= ?uhr)/gi, "$1:$2"],
    [
      new RegExp(
        `\\b(${german}),?(?: noch)? (?:bis|vor|spätestens) (?:um )?(\\d{1,2}(?::\\d\\d)?)(?: ?uhr)?\\b`,
        "giu",
      ),
      "bis $1 $2 Uhr",
    ],
    [/\b(?:innerhalb(?: von)?|binnen|innert)(?: der nächsten| den nächsten)? (?=\d|zwei|drei|vier|fünf)/gi, "in "],
    [/\b(?:in|innerhalb(?: von)?|binnen) einer woche\b/gi, "in 7 Tagen"],
  ],
  fr: [
    [/\b(\d{1,2}) h(?= ?(?:\d\d)?\b)/gi, "$1h"],
    [/(?<!après-|après |du |ce |le )\bmidi\b/gi, "à 12h"],
    [
      /\b(aujourd'hui|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? avant (?=\d{1,2}h)/gi,
      "avant $1 à ",
    ],
    [/\bcet aprem\b/gi, "cet après-midi"],
    [/\b(?:auj|ajd)\b/gi, "aujourd'hui"],
    [/\b(?:avant|d'ici|pour) le week-?end\b/gi, "avant la fin de semaine"],
    [/\b(?:sous|d'ici|dans les)(?: les)? (?=\d)/gi, "dans "],
    [/\b(?:dans|sous|d'ici) une semaine\b/gi, "dans 7 jours"],
  ],
  es: [
    [/\b(?:al?|del?|el) mediod[ií]a\b/gi, "las 12:00"],
    [/(?<=\blas )(\d{1,2})(?: ?hs?| horas)\b/gi, "$1:00"],
    [/(?<=\blas )([1-9](?::[0-5]\d)?) de la (?:tarde|noche)\b/gi, "$1 pm"],
    [
      /\b(?:el |este )?(hoy|mañana|lunes|martes|miércoles|jueves|viernes|sábado|domingo),? antes de las (?=\d)/gi,
      "antes de $1 a las ",
    ],
    [/\b(?:de|por) la (?:mañana|tarde|noche)\b/gi, ""],
    [/(?<=\d de )sept\b\.?/gi, "septiembre"],
    [/\b(?:antes del|para el) (?:fin de semana|finde)\b/gi, "antes de final de semana"],
    [/\b(?:en|dentro de) una semana\b/gi, "en 7 días"],
    [/\b(lunes|martes|miércoles|jueves|viernes|sábado|domingo) que viene\b/gi, "próximo $1"],
  ],
};

/** The parser knows the day after tomorrow in few languages. */
const dayAfterTomorrowPattern = /(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana/giu;

/** Addresses, code, versions and the numbers of tickets and machines hold digits that are no dates: "build-07 today". */
const nameWithNumberPattern =
  /https?:\/\/\S+|`[^`]*`|#\d+|\bv?\d+\.\d+\.\d{1,3}(?:[-+]\w+)?\b(?<!\b[0-3]?\d\.[01]?\d\.\d\d)|\b(?!(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|sept|o[ck]t|nov|de[cz])-)[a-z][a-z_]*-\d+\b(?!-)/gi;

/** @param today the day on which it was written, in the writer's zone */
export function spellOutDates(sentence: string, language: string, today: Day): string {
  const known = language in rewrites ? language : "en";
  let text = sentence.replace(nameWithNumberPattern, "x");
  text = writeHalfHours(text, known);
  for (const [pattern, replacement] of rewrites[known] ?? []) text = text.replace(pattern, replacement);
  text = text.replace(/(\p{L}+) \((\d[^()]{0,20})\)/gu, "$1 $2");
  const write = (day: Day | undefined, written: string): string => (day ? writeDay(day, known) : written);
  text = text.replace(dayAfterTomorrowPattern, () => writeDay({ ...today, day: today.day + 2 }, known));
  text = text.replace(weekPattern, (_, starts, week) =>
    writeDay(findWeekDay(Number(week), starts ? 1 : 5, today), known),
  );
  text = text.replace(dottedDayPattern, (written, day, month) =>
    write(findNextDay(Number(day), today, Number(month)), written),
  );
  text = text.replace(numberedDays[known] ?? /$^/g, (written, day) => write(findNextDay(Number(day), today), written));
  return text.replace(monthEnds[known] ?? /$^/g, (written, name) => write(findMonthEnd(name, known, today), written));
}

const writeDay = ({ year, month, day }: Day, language: string): string =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(
    Date.UTC(year, month - 1, day),
  );

/** The next day with that number, in the given month or else in this month or the one after. */
function findNextDay(day: number, today: Day, month?: number): Day | undefined {
  const { year } = today;
  const next = month === undefined ? today.month + (day < today.day ? 1 : 0) : month;
  const isPast = month !== undefined && (month < today.month || (month === today.month && day < today.day));
  const at = toCivilDay(Date.UTC(year + (isPast ? 1 : 0), next - 1, day));
  return next <= 13 && day > 0 && at.day === day ? at : undefined;
}

/** The last working day of a numbered week, or its first: "Ende KW 47", "Anfang KW 48". */
const weekPattern =
  /\b(?:(anfang|start of|début|inicio de) |ende |end of |fin (?:de )?)?(?:der |la )?(?:kw|cw|kalenderwoche|week no\.?|semaine|semana) ?([1-9]|[1-4]\d|5[0-3])\b/giu;

/** A day of the next week with that number. Week 1 holds 4 January. Source: ISO 8601. @param weekday 1 is Monday */
function findWeekDay(week: number, weekday: number, today: Day): Day {
  const find = (year: number): Day => {
    const fourth = new Date(Date.UTC(year, 0, 4));
    const monday = 4 - ((fourth.getUTCDay() + 6) % 7);
    return toCivilDay(Date.UTC(year, 0, monday + 7 * (week - 1) + weekday - 1));
  };
  const day = find(today.year);
  const isPast = Date.UTC(day.year, day.month - 1, day.day) < Date.UTC(today.year, today.month - 1, today.day);
  return isPast ? find(today.year + 1) : day;
}

function findMonthEnd(name: string, language: string, today: Day): Day | undefined {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  const months = Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month)));
  const month = months.findIndex((each) => each.toLowerCase() === name.toLowerCase()) + 1;
  return month > 0 ? toCivilDay(Date.UTC(today.year + (month < today.month ? 1 : 0), month, 0)) : undefined;
}
