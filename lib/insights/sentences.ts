import type { Line } from "./own-words.ts";

export interface Sentence {
  readonly text: string;
  readonly task: boolean;
}

const most = 200;

/** Mail programs break lines at about 70 characters: a shorter line ended on purpose. */
const wrapped = 60;

export function sentences(lines: readonly Line[], language: string): Sentence[] {
  const segmenter = segmenterOf(language);
  return paragraphs(lines)
    .flatMap(({ text, task }): Sentence[] =>
      task ? [{ text, task }] : split(text, segmenter).map((sentence) => ({ text: sentence, task })),
    )
    .filter(({ text }) => /\p{L}/u.test(text))
    .slice(0, most);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const locale = /^(?:de|fr|es)$/.test(language) ? language : "en";
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: "sentence" });
  segmenters.set(locale, known);
  return known;
}

function paragraphs(lines: readonly Line[]): Sentence[] {
  const found: { text: string; task: boolean }[] = [];
  let before: Line | undefined;
  for (const line of lines) {
    const last = found.at(-1);
    if (last && before && !line.own && line.text !== "" && continues(before)) last.text += ` ${line.text}`;
    else if (line.text !== "") found.push({ text: line.text, task: line.task });
    before = line;
  }
  return found;
}

const continues = ({ text }: Line): boolean => text.length >= wrapped && !/[.?!:…]$/.test(text);

/** An ordinal or an abbreviation ends no sentence: "bis zum 20. März", "Ms. Kim". */
const abbreviation =
  /(?:^|[\s(])(?:\d{1,2}|mr|mrs|ms|dr|prof|nr|no|hr|fr|z\.\s?b|bzw|ca|approx|vs|inc|ltd|e\.g|i\.e|[ap]\.m|sr|sra|mme)\.\s*$/i;

function split(text: string, segmenter: Intl.Segmenter): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = found.at(-1);
    if (last !== undefined && abbreviation.test(last.slice(-12))) found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found.map((sentence) => sentence.trim());
}
