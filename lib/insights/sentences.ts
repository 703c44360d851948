import { truncateStart } from "../truncate.ts";
import type { Line } from "./strip-quotes.ts";

export interface Sentence {
  readonly text: string;
  readonly task: boolean;
}

const maxSentences = 200;

/** Mail programs wrap lines at about 70 characters: a shorter line was ended by its author. */
const wrapLength = 60;

/** Splits lines into sentences, at most 200. Joins wrapped lines first. @param language ISO 639-1 */
export function splitSentences(lines: readonly Line[], language: string): Sentence[] {
  const segmenter = getSegmenter(language);
  return joinParagraphs(lines)
    .flatMap(({ text, task }): Sentence[] =>
      task ? [{ text, task }] : splitParagraph(text, segmenter).map((sentence) => ({ text: sentence, task })),
    )
    .filter(({ text }) => /\p{L}/u.test(text))
    .slice(0, maxSentences);
}

const segmenters = new Map<string, Intl.Segmenter>();

function getSegmenter(language: string): Intl.Segmenter {
  const locale = /^(?:de|fr|es)$/.test(language) ? language : "en";
  const known = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: "sentence" });
  segmenters.set(locale, known);
  return known;
}

function joinParagraphs(lines: readonly Line[]): Sentence[] {
  const found: { text: string; task: boolean }[] = [];
  let before: Line | undefined;
  for (const line of lines) {
    const last = found.at(-1);
    if (last && before && !line.own && line.text !== "" && continuesOnNextLine(before)) last.text += ` ${line.text}`;
    else if (line.text !== "") found.push({ text: line.text, task: line.task });
    before = line;
  }
  return found;
}

const continuesOnNextLine = ({ text }: Line): boolean => text.length >= wrapLength && !/[.?!:…]$/.test(text);

/** An ordinal or an abbreviation does not end a sentence: "bis zum 20. März", "Ms. Kim". */
const abbreviationPattern =
  /(?:^|[\s(])(?:\d{1,2}|mr|mrs|ms|dr|prof|nr|no|hr|fr|z\.\s?b|bzw|ca|approx|vs|inc|ltd|e\.g|i\.e|[ap]\.m|sr|sra|mme)\.\s*$/i;

function splitParagraph(text: string, segmenter: Intl.Segmenter): string[] {
  const found: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = found.at(-1);
    if (last !== undefined && abbreviationPattern.test(truncateStart(last, 12)))
      found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found.map((sentence) => sentence.trim());
}
