import { assigneeOf, greeted, knownPeople, nameOf } from "./assignee.ts";
import { isBulk } from "./bulk.ts";
import { dueIn } from "./due.ts";
import { oneLine } from "./fold.ts";
import { detectLanguage } from "./language.ts";
import { type Line, ownWords } from "./own-words.ts";
import { phrasesOf } from "./phrases/of-language.ts";
import { requestIn } from "./requests.ts";
import { type Sentence, sentences } from "./sentences.ts";
import { shorten } from "./shorten.ts";
import type { ActionItem, Insights, Person, SourceText } from "./source-text.ts";

const mostItems = 10;

/**
 * What a text asks, of whom and by when, and what it is about. By rules alone, the same for the same text, in time that grows
 * with the first 12,000 characters only. English, German, French and Spanish are read; of others only marked tasks.
 */
export function readInsights(source: SourceText): Insights {
  const lines = ownWords(source.text);
  const plain = lines.map(({ text }) => text).join("\n");
  const language = detectLanguage(plain);
  return {
    title: shorten(source.title ?? lines.find(({ text }) => text !== "")?.text ?? "", 120),
    excerpt: shorten(plain, 280),
    actionItems: actionItems(source, lines, language),
    participants: participants(source),
    language,
  };
}

function actionItems(source: SourceText, lines: readonly Line[], language: string): ActionItem[] {
  const { sentAt, timeZone = "UTC", title = "" } = source;
  const phrases = phrasesOf(language);
  const known = knownPeople(source);
  const names = known.flatMap(({ calls }) => calls);
  const asking = { phrases, names, orders: source.kind !== "issue", markedOnly: isBulk(source) };
  const address = { known, phrases, greeted: firstGreeted(lines, known), only: onlyOne(source) };
  const found: ActionItem[] = [];
  const subject = { text: oneLine(title.slice(0, 300)), task: false };
  for (const sentence of [subject, ...sentences(lines, language)]) {
    // A title names what a text is about: only "Action required: …" makes it a task.
    const sure = requestIn(sentence, sentence === subject ? { ...asking, markedOnly: true } : asking);
    if (sure === undefined) continue;
    const assignee = sentence.task ? undefined : assigneeOf(sentence.text, address);
    const due = dueIn(sentence.text.slice(0, 500), { language, sentAt, timeZone });
    found.push(item(sentence, sure, assignee, due));
    if (found.length === mostItems) break;
  }
  return found;
}

function item({ text }: Sentence, sure: number, assignee?: string, due?: string): ActionItem {
  const confidence = Math.min(0.99, sure + (assignee === undefined ? 0 : 0.05) + (due === undefined ? 0 : 0.05));
  return {
    text: shorten(oneLine(text), 300),
    ...(assignee === undefined ? {} : { assignee }),
    ...(due === undefined ? {} : { due }),
    confidence: Math.round(confidence * 100) / 100,
    done: false,
  };
}

const firstGreeted = (lines: readonly Line[], known: Parameters<typeof greeted>[1]): string | undefined =>
  greeted(lines.find(({ text }) => text !== "")?.text ?? "", known);

/** The one a text is sent to. An event has attendees and an issue watchers: nobody of them is meant by "you". */
function onlyOne({ kind, author, people = [] }: SourceText): string | undefined {
  if (kind === "event" || kind === "issue") return undefined;
  const others = people.filter((person) => !isSame(person, author));
  return others.length === 1 && others[0] ? nameOf(others[0]) || undefined : undefined;
}

const isSame = (one: Person, other: Person | undefined): boolean =>
  other !== undefined &&
  ((one.id !== undefined && one.id === other.id) || (one.email !== undefined && one.email === other.email));

function participants({ author, people = [] }: SourceText): string[] {
  const names = [...(author ? [author] : []), ...people].map(nameOf).filter((name) => name !== "");
  return [...new Set(names)].slice(0, 50);
}
