// Extracts insights by rules, without a model.

import { truncate } from "../truncate.ts";
import { type AddressContext, findAssignee, findGreeted, getDisplayName, listKnownPeople } from "./assignee.ts";
import { isBulk } from "./bulk.ts";
import { findDueDate } from "./find-due-date.ts";
import { detectLanguage } from "./language.ts";
import { normalize, toOneLine } from "./normalize.ts";
import { getPhrases } from "./phrases/get-phrases.ts";
import { minConfidenceAlone, scoreRequest } from "./score-request.ts";
import { type Sentence, splitSentences } from "./sentences.ts";
import type { ActionItem, Insights, Person, SourceText } from "./source-text.ts";
import { type Line, stripQuotes } from "./strip-quotes.ts";
import { truncateLine } from "./truncate-line.ts";

const maxItems = 10;

/**
 * Finds what a text asks, of whom and by when, and summarizes it. Deterministic; reads the first 12,000 characters only.
 * Understands English, German, French and Spanish; in other languages it finds marked tasks only.
 */
export function readInsights(source: SourceText): Insights {
  const lines = stripQuotes(source.text);
  const plain = lines.map(({ text }) => text).join("\n");
  const language = detectLanguage(plain);
  return {
    title: truncateLine(source.title ?? lines.find(({ text }) => text !== "")?.text ?? "", 120),
    excerpt: truncateLine(plain, 280),
    actionItems: findActionItems(source, lines, language),
    participants: listParticipants(source),
    language,
  };
}

function findActionItems(source: SourceText, lines: readonly Line[], language: string): ActionItem[] {
  const { sentAt, timeZone = "UTC", title = "" } = source;
  const phrases = getPhrases(language);
  const known = listKnownPeople(source);
  const names = known.flatMap(({ calls }) => calls);
  const context = { phrases, names, kind: source.kind, markedOnly: isBulk(source) };
  const address = { known, phrases, greeted: findFirstGreeted(lines, known), only: findOnlyRecipient(source) };
  const found: ActionItem[] = [];
  // A title names the topic: only a marker such as "Action required: …" makes it a task.
  const subject = { text: toOneLine(truncate(title, 300)), task: false, item: false, first: true, section: undefined };
  let wasAsked = false;
  let lead: ActionItem | undefined;
  for (const sentence of [subject, ...splitSentences(lines, language)]) {
    const confidence = scoreRequest(sentence, sentence === subject ? { ...context, markedOnly: true } : context);
    const asked = wasAsked && isTerm(sentence.text) ? found.at(-1) : undefined;
    const follows: boolean = wasAsked;
    wasAsked = false;
    if (confidence === undefined && !asked) continue;
    const due = findDueDate(truncate(sentence.text, 500), { language, sentAt, timeZone });
    const assignee = chooseAssignee(sentence, address);
    const hasSign: boolean = follows || due !== undefined || assignee !== undefined;
    const isSure: boolean = confidence !== undefined && (confidence >= minConfidenceAlone || hasSign);
    wasAsked = isSure;
    if (asked && due && !asked.due) found[found.length - 1] = { ...asked, due };
    else if (isSure && confidence !== undefined) {
      // "Could you please:" is no item beside those that it opens.
      if (sentence.item && lead && lead === found.at(-1) && !lead.due) found.pop();
      found.push(createActionItem(sentence, confidence, assignee, due));
      lead = sentence.section === "lead" ? found.at(-1) : undefined;
    }
    if (found.length === maxItems) break;
  }
  return found;
}

/** Says only by when the sentence before is due: "I need it by Friday.", "Am besten bis morgen." */
const isTerm = (text: string): boolean => termPattern.test(normalize(text));

const termPattern =
  /^((i|we)('d|'ll| would| will)? (only |just |really )?need (it|this|that|them|those|these)\b|(ideally|preferably|if possible,?) (by|before|until|today|tomorrow)|(by|before|until) [^.!?]{1,40}(please|if possible|would be|at the latest|is fine|works)|(the )?deadline (is|for (this|that|it))|(it|this|that)('s| is) due\b|due\b|(am besten|moglichst|wenn moglich|idealerweise|spatestens|gerne) (noch )?(bis|heute|morgen|vor)|(ich|wir) (brauche|brauchen|benotige|benotigen) (es|das|die|sie|ihn|den)\b|(das|es) (eilt|brauche ich|brauchen wir)|bis [^.!?]{1,40}(ware|reicht|passt|bitte)|(j'en ai|nous en avons|on en a) besoin|(idealement|si possible|de preference),? (avant|pour|d'ici|aujourd|demain)|avant [^.!?]{1,40}(serait|stp|svp|si possible)|(la date limite|l'echeance) est|(lo|la|los|las) (necesito|necesitamos)\b|(a ser posible|si puede ser|idealmente|preferiblemente|mejor),? (antes|para|hoy|manana)|antes del? [^.!?]{1,40}(seria|estaria|si puede|por favor)|(el plazo|la fecha limite) (es|termina|acaba))/;

/** Nobody but whom it names is asked to do what stands in a checklist. */
const chooseAssignee = (sentence: Sentence, address: AddressContext): string | undefined =>
  findAssignee(sentence.text, {
    ...(sentence.task ? { ...address, greeted: undefined, only: undefined } : address),
    listed: sentence.section === "tasks",
  });

function createActionItem({ text }: Sentence, baseConfidence: number, assignee?: string, due?: string): ActionItem {
  const confidence = Math.min(
    0.99,
    baseConfidence + (assignee === undefined ? 0 : 0.05) + (due === undefined ? 0 : 0.05),
  );
  return {
    text: truncateLine(text, 300),
    ...(assignee === undefined ? {} : { assignee }),
    ...(due === undefined ? {} : { due }),
    confidence: Math.round(confidence * 100) / 100,
    done: false,
  };
}

const findFirstGreeted = (lines: readonly Line[], known: Parameters<typeof findGreeted>[1]): string | undefined =>
  findGreeted(lines.find(({ text }) => text !== "")?.text ?? "", known);

/** The only recipient of a text. The attendees of an event and the watchers of an issue are not addressed by "you". */
function findOnlyRecipient({ kind, author, people = [] }: SourceText): string | undefined {
  if (kind === "event" || kind === "issue") return undefined;
  const others = people.filter((person) => !isSamePerson(person, author));
  return others.length === 1 && others[0] ? getDisplayName(others[0]) || undefined : undefined;
}

const isSamePerson = (one: Person, other: Person | undefined): boolean =>
  other !== undefined &&
  ((one.id !== undefined && one.id === other.id) || (one.email !== undefined && one.email === other.email));

function listParticipants({ author, people = [] }: SourceText): string[] {
  const names = [...(author ? [author] : []), ...people].map(getDisplayName).filter((name) => name !== "");
  return [...new Set(names)].slice(0, 50);
}
