// Dates in words: 2025-01-15, January 15, 15th of January 2025, March, March 2025, Q1 2025, 2025.

import { either, type Grammar, inOrder, mapTo, maybe, mean, readWord, say, within } from "./grammar.ts";
import type { SaidDate } from "./spans.ts";

const monthNames = "january february march april may june july august september october november december".split(" ");

const monthNumber: Grammar<number> = readWord((word) => {
  const short = word === "sept" ? "sep" : word;
  const index = monthNames.findIndex((name) => name === short || (short.length === 3 && name.startsWith(short)));
  return index < 0 ? undefined : index + 1;
});

const yearNumber = readWord((word) => (/^(19|20|21)\d\d$/.test(word) ? Number(word) : undefined));
const year = within(maybe(say("the year|of|of the year")), yearNumber);

const readDay = (pattern: RegExp) =>
  readWord((word) => {
    const day = pattern.test(word) ? Number.parseInt(word, 10) : 0;
    return day >= 1 && day <= 31 ? day : undefined;
  });
const plainDay = readDay(/^\d{1,2}$/);
const ordinalDay = readDay(/^\d{1,2}(st|nd|rd|th)$/);
const day = within(maybe(say("the")), either(plainDay, ordinalDay));

const isoDate: Grammar<SaidDate> = readWord((word) => {
  const [, y, m, d] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word) ?? [];
  if (y === undefined || !/^(19|20|21)/.test(y) || !(Number(m) >= 1 && Number(m) <= 12)) return undefined;
  return { year: Number(y), month: Number(m), day: Number(d) };
});

const dayFirst: Grammar<SaidDate> = mapTo(inOrder(day, maybe(say("of")), monthNumber, maybe(year)), ([d, , m, y]) => ({
  year: y,
  month: m,
  day: d,
}));
const monthFirst: Grammar<SaidDate> = mapTo(inOrder(monthNumber, day, maybe(year)), ([m, d, y]) => ({
  year: y,
  month: m,
  day: d,
}));

/** A single day. */
export const dayDate: Grammar<SaidDate> = either(isoDate, dayFirst, monthFirst);

const month: Grammar<SaidDate> = mapTo(inOrder(maybe(say("the month of")), monthNumber, maybe(year)), ([, m, y]) => ({
  year: y,
  month: m,
}));

const quarterNumber = either(
  mean("the first quarter", 1),
  mean("the second quarter", 2),
  mean("the third quarter", 3),
  mean("the fourth quarter", 4),
  readWord((word) => (/^q[1-4]$/.test(word) ? Number(word.slice(1)) : undefined)),
);

const quarter: Grammar<SaidDate> = mapTo(inOrder(quarterNumber, maybe(year)), ([q, y]) => ({ year: y, quarter: q }));

const wholeYear: Grammar<SaidDate> = mapTo(within(maybe(say("the year")), yearNumber), (y): SaidDate => ({ year: y }));

/** A month, a quarter or a year. */
export const longDate: Grammar<SaidDate> = either(month, quarter, wholeYear);

/** Any date. */
export const anyDate: Grammar<SaidDate> = either(dayDate, longDate);
