// Decides whether a sentence is a request.
import { normalize } from "./normalize.ts";
import type { Phrases } from "./phrases/phrases.ts";
import type { Sentence } from "./sentences.ts";

/** Markers of a task, in any language: "TODO:", "Action required:". */
const markerPattern =
  /^(?:\W{0,4})(?:todo|to-do|to do|action items?|action required|action needed|actions?|ai|next steps?|fixme|aufgabe|a faire|accion requerida|tarea)\s*(?:\([^)]{0,40}\))?\s*[:\]]\s*\S/;

/** Replaces code and quoted words: the author mentions them but does not say them. */
const withoutMentioned = (text: string): string =>
  text.replace(/`[^`]*`/g, "code").replace(/"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]/g, "quote");

/** What may precede an imperative: "@ben", "hey Ben,", "nit:", "when you get a chance,". */
const openingPattern =
  /^(?:(?:@[^\s,:]+|hey|hi|hello|ok|okay|also|and|then|so|but|again|finally|reminder|nit|minor|blocking|question|urgent|important|note|fyi|hallo|bonjour|hola)(?:[\s,:;!]+|\s*[-–—]\s+)|(?:when|once|after|before|as soon as|if)\s[^,]{1,60},\s+)/;

const clausePattern = /\s[-–—]+\s|[:;]\s+|,\s+then\s+/;

export interface RequestContext {
  readonly phrases: Phrases | undefined;
  /** Normalized names of people, which may precede what they are asked. */
  readonly names: readonly string[];
  /** Whether an imperative is a request: the steps of a bug report are not. */
  readonly allowImperatives: boolean;
  /** Count only sentences that are marked as a task. */
  readonly markedOnly: boolean;
}

/** The confidence that a sentence is a request, 0 to 1; undefined when it is none. */
export function scoreRequest({ text, task }: Sentence, context: RequestContext): number | undefined {
  const normalized = normalize(withoutMentioned(text));
  if (task || markerPattern.test(normalized)) return 0.95;
  const { phrases, markedOnly } = context;
  if (!phrases || markedOnly || phrases.nonRequests.test(normalized)) return undefined;
  const { rest, named } = stripOpening(normalized, context.names);
  const request = phrases.requests.find(([pattern]) => pattern.test(normalized) || pattern.test(rest));
  if (request) return request[1];
  return isImperative(normalized, phrases, context, { rest, named }) ? 0.65 : undefined;
}

interface StrippedSentence {
  readonly rest: string;
  readonly named: boolean;
}

function isImperative(
  normalized: string,
  phrases: Phrases,
  { names, allowImperatives }: RequestContext,
  { rest, named }: StrippedSentence,
): boolean {
  if (phrases.imperatives.test(rest)) return allowImperatives || named;
  const later = normalized.split(clausePattern, 6).slice(1);
  return allowImperatives && later.some((clause) => phrases.imperatives.test(stripOpening(clause, names).rest));
}

/** Strips greetings, names and subordinate clauses from the start of a sentence. `named` tells whether a person was named. */
function stripOpening(normalized: string, names: readonly string[]): StrippedSentence {
  let rest = normalized.trim();
  let named = false;
  for (let step = 0; step < 6; step++) {
    const name = names.find((each) => rest.startsWith(each) && /^\s*[,:]\s|^\s[-–—]\s/.test(rest.slice(each.length)));
    const lead = name === undefined ? openingPattern.exec(rest)?.[0] : undefined;
    if (name === undefined && lead === undefined) break;
    named ||= name !== undefined || lead?.startsWith("@") === true;
    rest = name === undefined ? rest.slice(lead?.length) : rest.slice(name.length).replace(/^[\s,:–—-]+/, "");
  }
  return { rest, named };
}
