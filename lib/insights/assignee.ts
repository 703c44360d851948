// Finds out who is asked: by name, by greeting, or as the only recipient.

import { truncate } from "../truncate.ts";
import { normalize, toOneLine } from "./normalize.ts";
import type { Phrases } from "./phrases/phrases.ts";
import type { Person, SourceText } from "./source-text.ts";

/** Names come from outside and can be of any length. */
const maxNameLength = 100;

/** The name to show for a person: their name, email or id. Empty when none is known. */
export const getDisplayName = ({ name, email, id }: Person): string =>
  toOneLine(truncate(name ?? email ?? id ?? "", maxNameLength));

interface KnownPerson {
  /** Display name. */
  readonly name: string;
  /** Names and handles that a text may use, normalized, the longest first. */
  readonly calls: readonly string[];
}

const maxPeople = 50;

/** The people that a text may address by name, including the reader. */
export function listKnownPeople({ author, people = [], owner }: SourceText): KnownPerson[] {
  const [ownName] = owner?.names ?? [];
  const reader =
    ownName === undefined ? [] : [{ name: ownName, calls: listNames(owner?.names ?? [], owner?.ids ?? []) }];
  const others = [...people.slice(0, maxPeople), ...(author ? [author] : [])].map((person) => ({
    name: getDisplayName(person),
    calls: listNames(person.name ? [person.name] : [], [person.email, person.email?.split("@", 1)[0], person.id]),
  }));
  return [...others, ...reader].filter(({ name }) => name !== "");
}

function listNames(names: readonly string[], handles: readonly (string | undefined)[]): string[] {
  const whole = names.map((name) => truncate(name, maxNameLength));
  const parts = whole.flatMap((name) => [name, ...name.split(/\s+/).slice(0, 1), ...name.split(/\s+/).slice(-1)]);
  const all = [...parts, ...handles].flatMap((each) =>
    each ? [normalize(toOneLine(truncate(each, maxNameLength)))] : [],
  );
  return [...new Set(all)].filter((each) => each.length > 1).sort((a, b) => b.length - a.length);
}

const titlePattern = /^(mr|mrs|ms|miss|dr|prof|frau|herrn?|madame|monsieur|mme|m|senora?|sra?|don|dona)\.? /;

/** Words that start a sentence like a name: "Thanks, can you …". */
const notANamePattern =
  /^(yes|no|yep|ok|okay|sure|thanks|perfect|great|good|well|so|then|also|hi|hey|hello|today|tomorrow|again|finally|first|second|next|however|all|team|everyone|everybody|folks|guys|both|there|please|ja|nein|gut|danke|hallo|zusammen|alle|oui|non|bonjour|merci|tous|si|hola|gracias|todos|remember|quick|sorry|otherwise|meanwhile)$/;

const greetingPattern =
  /^(?:(?:hi|hey|hello|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrter? ?|guten (?:tag|morgen)|moin|bonjour|bonsoir|salut|cher|chere|hola|buenos dias|buenas|estimad[oa]|querid[oa])\s+)?([^\s,!:][^,!:]{0,40})[,!:]?$/;

/** The person that a line greets, if it is a known one. @returns the display name */
export function findGreeted(line: string, known: readonly KnownPerson[]): string | undefined {
  const who = greetingPattern.exec(normalize(line.trim().replace(/^@/, "")))?.[1];
  if (who === undefined) return undefined;
  return findByName(who.replace(titlePattern, ""), known);
}

const findByName = (word: string, known: readonly KnownPerson[]): string | undefined =>
  known.find(({ calls }) => calls.includes(word.trim()))?.name;

export interface AddressContext {
  readonly known: readonly KnownPerson[];
  readonly greeted: string | undefined;
  /** The only recipient. */
  readonly only: string | undefined;
  readonly phrases: Phrases | undefined;
  /** Whether the sentence stands in a list of tasks, where the first word is whoever does it: "Ben prepares the demo". */
  readonly listed?: boolean;
}

/** Whom a sentence asks: the person it addresses, or else the one greeted, or else the only recipient. */
export function findAssignee(
  sentence: string,
  { known, greeted, only, phrases, listed = false }: AddressContext,
): string | undefined {
  const folded = normalize(sentence).replace(/^\W{0,4}(?:todo|to-do|action items?|ai|next steps?|actions?)\s*:\s*/, "");
  const start = folded.replace(/^(?:(?:hey|hi|hello|hallo|ok|also|and|so|bonjour|hola|thanks|dear)[\s,]+)*/, "");
  const mention = /^@([\w.-]{1,60})/.exec(start)?.[1];
  if (mention) return findMentioned(mention, known);
  const name =
    known.find(({ calls }) =>
      calls.some(
        (each) =>
          start.startsWith(each) &&
          (addressedPattern.test(start.slice(each.length)) || (listed && start[each.length] === " ")),
      ),
    ) ?? known.find(({ calls }) => calls.some((each) => isOwnerAtEnd(folded, each)));
  if (name) return name.name;
  const stranger =
    /^\p{Lu}\p{L}{1,20}(?=, ?(?:please|pls|can|could|would|will|bitte|kannst|peux|pourrais|puedes|podrias)\b)/u.exec(
      sentence,
    )?.[0];
  if (stranger && !notANamePattern.test(normalize(stranger))) return stranger;
  const asked = askedMentionPattern.exec(folded)?.[1];
  if (asked) return findMentioned(asked, known);
  return phrases?.indefiniteSubjects.test(getSubject(folded)) ? undefined : (greeted ?? only);
}

/** Who is asked in passing: "(@ben, by Friday)", "still need @ben to sign", "quick ask @ben – …", "bumping this – @ben legal needs …". */
const askedMentionPattern =
  /(?:\(|\bneeds? |\b(?:ask|ping|reminder|owner|cc)[: ]+|[-–—>] |^[^.!?@]{1,40} )@([\w.-]{1,60})(?=[),:]| to\b| [-–—]|\W*$|,| (?:can|could|please|pls|would|kannst|peux|puedes)\b)/;

/** "Newsletter draft → Ben", "update the budget (Ben)". */
function isOwnerAtEnd(folded: string, call: string): boolean {
  const end = folded.replace(/[\s).!]{1,10}$/, "");
  return end.endsWith(call) && /(?:→|[-=]>|\(|\s[-–—])\s?$/.test(end.slice(0, end.length - call.length));
}

const groupPattern = /^(here|channel|all|everyone|everybody|team|alle|tous|todos|equipo)$/;

/** The person behind a mention; nobody when it calls everyone. */
const findMentioned = (mention: string, known: readonly KnownPerson[]): string | undefined =>
  groupPattern.test(mention)
    ? undefined
    : (findByName(mention, known) ?? findByName(mention.replace(/[._-].*$/, ""), known) ?? mention);

/** After a name: "Ben, …", "Ben: …", "Ben - …", and "Ben to …", "Ben please …", "Ben can you …". */
const addressedPattern =
  /^(\s*[,:]|\s+[-–—]\s|\s+(to|please|pls|can you|could you|would you|will you|bitte|kannst du)\b)/;

/** Why, or what happens next, which is about others than whoever must act: "please return it, otherwise we have to cancel". */
const reasonPattern =
  /(?<=.{9}),? \b(so|because|otherwise|before|since|as|until|once|when|damit|weil|sonst|bevor|denn|pour qu|sinon|car|avant qu|afin|para que|porque|si no|antes de)\b.*$/;

/** Asks the one it is put to, though it says "we": "can we move the call to Monday?" */
const sharedPattern =
  /^\W*((can|could) we|(konnen|konnten) wir|on peut|peut-on|pourrait-on|on pourrait|podemos|podriamos)\b.*\?/;

/** The part that may say who must act: empty for "we need your details", which asks you; all of "we need to talk". */
const getSubject = (folded: string): string =>
  sharedPattern.test(folded) || /\b(?:your|you|dein|deine|ihre|sie|votre|vos|ton|tes|vous|tu)\b/.test(folded)
    ? ""
    : folded.replace(reasonPattern, "");
