// The labelled corpora and their scores. They were written for these tests; each half was held back until it had been measured.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { toOneLine } from "../../../lib/insights/normalize.ts";
import { readInsights } from "../../../lib/insights/read-insights.ts";
import type { ActionItem, SourceText } from "../../../lib/insights/source-text.ts";

interface Expected {
  readonly sentence: string;
  readonly due?: string;
  readonly assignee?: string;
}

export interface LabelledMessage extends Omit<SourceText, "sentAt"> {
  readonly id: string;
  readonly sentAt?: string;
  readonly language?: "en" | "de" | "fr" | "es";
  readonly provider?: "slack" | "gmail" | "calendar" | "github" | "figma";
  readonly expected: readonly Expected[];
}

export interface CorpusHalf {
  readonly sentAt: string;
  readonly timeZone: string;
  readonly messages: readonly LabelledMessage[];
}

export type HalfName =
  | "development"
  | "held-back"
  | "second-development"
  | "second-held-back"
  | "third-held-back"
  | "fourth-held-back"
  | "fifth-held-back"
  | "sixth-held-back"
  | "training";

export async function readCorpusHalf(name: HalfName): Promise<CorpusHalf> {
  return JSON.parse(await readFile(join(import.meta.dirname, `${name}.json`), "utf8"));
}

const overlaps = (item: ActionItem, { sentence }: Expected): boolean =>
  toOneLine(sentence).includes(item.text) || item.text.includes(toOneLine(sentence));

/** Reads one message and pairs found and expected items whose sentences overlap. */
function readMessage(message: LabelledMessage, { sentAt, timeZone }: CorpusHalf) {
  const source = { timeZone, ...message, sentAt: new Date(message.sentAt ?? sentAt) };
  const items = [...readInsights(source).actionItems];
  const pairs = message.expected.map((expected) => {
    const at = items.findIndex((item) => overlaps(item, expected));
    return { expected, item: at < 0 ? undefined : items.splice(at, 1)[0] };
  });
  return { id: message.id, pairs, surplus: items };
}

/** The same day, or the same instant: "5pm PT" may be written with the offset of the writer or of the reader. */
const isSameDue = (one: string | undefined, other: string | undefined): boolean =>
  one === other || (one?.length === other?.length && Date.parse(one ?? "") === Date.parse(other ?? ""));

/** Where the true share lies with 95 %, when `part` of `whole` were seen. Source: Wilson, 1927 */
export function findInterval(part: number, whole: number): readonly [low: number, high: number] {
  if (whole === 0) return [0, 1];
  const z = 1.959964;
  const share = part / whole;
  const middle = share + z ** 2 / (2 * whole);
  const reach = z * Math.sqrt((share * (1 - share)) / whole + z ** 2 / (4 * whole ** 2));
  return [(middle - reach) / (1 + z ** 2 / whole), (middle + reach) / (1 + z ** 2 / whole)];
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** An item counts when it overlaps a labelled sentence and has the labelled due date, where there is one. */
export function score(half: CorpusHalf) {
  const results = half.messages.map((message) => readMessage(message, half));
  const pairs = results.flatMap((result) => result.pairs);
  const matched = pairs.flatMap(({ expected, item }) => (item ? [{ expected, item }] : []));
  const right = matched.filter(({ expected, item }) => expected.due === undefined || isSameDue(item.due, expected.due));
  const dated = matched.filter(({ expected }) => expected.due !== undefined);
  const surplus = results.flatMap((result) => result.surplus);
  const assigned = matched.filter(({ expected, item }) => expected.assignee === item.assignee);
  return {
    results,
    counts: { right: right.length, found: matched.length + surplus.length, asked: pairs.length },
    figures: {
      messages: results.length,
      items: pairs.length,
      precision: ratio(right.length, matched.length + surplus.length),
      recall: ratio(right.length, pairs.length),
      due: ratio(dated.filter(({ expected, item }) => isSameDue(expected.due, item.due)).length, dated.length),
      /** Dates found where none is labelled. */
      unasked: matched.filter(({ expected, item }) => expected.due === undefined && item.due !== undefined).length,
      assignee: ratio(assigned.length, matched.length),
    },
  };
}
