import { truncateStart } from "../truncate.ts";
import { readSections, type Section } from "./sections.ts";
import type { Line } from "./strip-quotes.ts";

export interface Sentence {
  readonly text: string;
  readonly task: boolean;
  /** Whether it starts a list item. */
  readonly item: boolean;
  /** Whether it starts a line. */
  readonly first: boolean;
  readonly section: Section | undefined;
}

const maxSentences = 200;

/** Mail programs wrap lines at about 70 characters: a shorter line was ended by its author. */
const wrapLength = 60;

/** Splits lines into sentences, at most 200. Joins wrapped lines first. @param language ISO 639-1 */
export function splitSentences(lines: readonly Line[], language: string): Sentence[] {
  const segmenter = getSegmenter(language);
  return joinParagraphs(lines)
    .flatMap((paragraph): readonly Sentence[] => (paragraph.task ? [paragraph] : splitItem(paragraph, segmenter)))
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

const splitItem = (paragraph: Sentence, segmenter: Intl.Segmenter): Sentence[] =>
  splitParagraph(paragraph.text, segmenter).map((text, at) => ({
    ...paragraph,
    text,
    first: at === 0,
    item: paragraph.item && at === 0,
  }));

function joinParagraphs(lines: readonly Line[]): Sentence[] {
  const sections = readSections(lines);
  const found: (Omit<Sentence, "text"> & { text: string })[] = [];
  let before: Line | undefined;
  for (const [at, line] of lines.entries()) {
    const last = found.at(-1);
    if (last && before && !line.own && line.text !== "" && continuesOnNextLine(before)) last.text += ` ${line.text}`;
    else if (line.text !== "")
      found.push({
        text: line.text,
        task: line.task,
        item: line.own && !line.heading,
        first: true,
        section: sections[at],
      });
    before = line;
  }
  return found;
}

const continuesOnNextLine = ({ text }: Line): boolean => text.length >= wrapLength && !/[.?!:…]$/.test(text);

/** An ordinal or an abbreviation does not end a sentence: "bis zum 20. März", "Ms. Kim". */
const abbreviationPattern =
  /(^|[\s(]|\d\.)(\d{1,2}|mr|mrs|ms|dr|prof|nr|no|hr|fr|z\.\s?b|bzw|ca|approx|vs|inc|ltd|e\.g|i\.e|[ap]\.m|sr|sra|mme|incl?|excl|resp|tel|abt|str|max|máx|mín|dept|dpto|est|fig|ggf|evtl|inkl|zzgl|vgl|sept?|oct|okt|nov|dec|dez|jan|feb|apr|jun|jul|aug|janv|févr|avr|juil|jmd|núm|págs?|p\.\s?ej|d\.\s?h|u\.\s?a|i\.\s?a|ud|uds|etc|usw|bspw|dr|st|rev|ref|réf|min|art|pos|op|cf|sog|gem|lt|inkl|mtg|av|apdo|atte|lic|ing)\.\s*$/i;

/** Before a number: "bis Do. 12 Uhr". */
const shortDayPattern =
  /(^|[\s(])(mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mon|tues?|wed|thur?s?|fri|sat|sun)\.\s*$/i;

/** "Two things: 1) call Ada 2) book a room" */
const splitNumbered = (text: string): string[] =>
  /(?:^|\s)\(?1\)\s.*\s\(?2\)\s/.test(text) ? text.split(/\s(?=\(?[1-9]\)\s)/) : [text];

/** In chats, sentences start small or with a name: the segmenter takes "done. please check" and "back at 2. @ben start" for one. */
const smallStartPattern =
  /(?<=\p{L}{2}\. +)(?=\p{Ll})|(?<=[\p{L}\d)]\. +)(?=@\p{L})|(?<=\d\. +)(?=(?:can|could|please|pls|would|will|i|we|you|let|so|bitte|kannst|könnt\p{L}*) )/u;

/** A time does: "between 9 and 11. Somebody …", but not "am 3. und 4. März". */
const clockPattern = /\b(and|at|et|y|um|und|las|is|to) \d{1,2}\.\s*$/i;
const monthPattern = /^(jan|feb|m[aä]r|apr|mai|jun|jul|aug|sep|okt|nov|dez)/i;

/** An abbreviation of two letters is split between them: "z. B.", "i. A." */
const initialPattern = /(^|[\s(])\p{L}\.\s*$/u;

function splitParagraph(text: string, segmenter: Intl.Segmenter): string[] {
  const found: string[] = [];
  const segments = [...segmenter.segment(text)]
    .flatMap(({ segment }) => segment.split(smallStartPattern))
    .flatMap(splitNumbered);
  for (const segment of segments) {
    const last = found.at(-1);
    const end = truncateStart(last ?? "", 12);
    const goesOn =
      (abbreviationPattern.test(end) && (!clockPattern.test(end) || monthPattern.test(segment))) ||
      (shortDayPattern.test(end) && /^\d/.test(segment)) ||
      (initialPattern.test(end) && /^\p{L}{1,2}\./u.test(segment));
    if (last !== undefined && goesOn) found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found.map((sentence) => sentence.trim());
}
