import { fold, oneLine } from "./fold.ts";
import type { Phrases } from "./phrases/phrases.ts";
import type { Person, SourceText } from "./source-text.ts";

/** Names are as long as a stranger made them. */
const longest = 100;

/** How somebody is shown. */
export const nameOf = ({ name, email, id }: Person): string => oneLine((name ?? email ?? id ?? "").slice(0, longest));

interface Known {
  /** As shown. */
  readonly name: string;
  /** As they may be called, folded, the longest first. */
  readonly calls: readonly string[];
}

const most = 50;

/** Everybody a text may call by name, the reader included. */
export function knownPeople({ author, people = [], owner }: SourceText): Known[] {
  const [ownName] = owner?.names ?? [];
  const reader = ownName === undefined ? [] : [{ name: ownName, calls: calls(owner?.names ?? [], owner?.ids ?? []) }];
  const others = [...people.slice(0, most), ...(author ? [author] : [])].map((person) => ({
    name: nameOf(person),
    calls: calls(person.name ? [person.name] : [], [person.email, person.email?.split("@", 1)[0], person.id]),
  }));
  return [...others, ...reader].filter(({ name }) => name !== "");
}

function calls(names: readonly string[], handles: readonly (string | undefined)[]): string[] {
  const whole = names.map((name) => name.slice(0, longest));
  const parts = whole.flatMap((name) => [name, ...name.split(/\s+/).slice(0, 1), ...name.split(/\s+/).slice(-1)]);
  const all = [...parts, ...handles].flatMap((each) => (each ? [fold(oneLine(each.slice(0, longest)))] : []));
  return [...new Set(all)].filter((each) => each.length > 1).sort((a, b) => b.length - a.length);
}

const titles = /^(?:mr|mrs|ms|miss|dr|prof|frau|herrn?|madame|monsieur|mme|m|senora?|sra?|don|dona)\.? /;

/** Words that open a sentence as a name would. */
const noName =
  /^(?:yes|no|yep|ok|okay|sure|thanks|perfect|great|good|well|so|then|also|hi|hey|hello|today|tomorrow|again|finally|first|second|next|however|all|team|everyone|everybody|folks|guys|both|there|please|ja|nein|gut|danke|hallo|zusammen|alle|oui|non|bonjour|merci|tous|si|hola|gracias|todos|remember|quick|sorry|otherwise|meanwhile)$/;

const greeting =
  /^(?:(?:hi|hey|hello|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrter? ?|guten (?:tag|morgen)|moin|bonjour|bonsoir|salut|cher|chere|hola|buenos dias|buenas|estimad[oa]|querid[oa])\s+)?([^\s,!:][^,!:]{0,40})[,!:]?$/;

/** Who a mail or message greets: one person, known or named by one word. */
export function greeted(line: string, known: readonly Known[]): string | undefined {
  const who = greeting.exec(fold(line.trim()))?.[1];
  if (who === undefined) return undefined;
  return called(who.replace(titles, ""), known);
}

const called = (word: string, known: readonly Known[]): string | undefined =>
  known.find(({ calls }) => calls.includes(word.trim()))?.name;

export interface Address {
  readonly known: readonly Known[];
  readonly greeted: string | undefined;
  /** The only one it is sent to. */
  readonly only: string | undefined;
  readonly phrases: Phrases | undefined;
}

/** Of whom a sentence asks something: whoever it calls, else the one greeted, else the only one it is sent to. */
export function assigneeOf(sentence: string, { known, greeted, only, phrases }: Address): string | undefined {
  const folded = fold(sentence).replace(/^\W{0,4}(?:todo|to-do|action items?|ai|next steps?|actions?)\s*:\s*/, "");
  const start = folded.replace(/^(?:(?:hey|hi|hello|hallo|ok|also|and|so|bonjour|hola|thanks|dear)[\s,]+)*/, "");
  const mention = /^@([\w.-]{1,60})/.exec(start)?.[1];
  if (mention) return called(mention, known) ?? called(mention.replace(/[._-].*$/, ""), known) ?? mention;
  const name = known.find(({ calls }) =>
    calls.some((each) => start.startsWith(each) && addressed.test(start.slice(each.length))),
  );
  if (name) return name.name;
  const stranger =
    /^\p{Lu}\p{L}{1,20}(?=, ?(?:please|pls|can|could|would|will|bitte|kannst|peux|pourrais|puedes|podrias)\b)/u.exec(
      sentence,
    )?.[0];
  if (stranger && !noName.test(fold(stranger))) return stranger;
  return phrases?.anybody.test(subjectOf(folded)) ? undefined : (greeted ?? only);
}

/** After a name: "Ben, …", "Ben: …", "Ben - …", and "Ben to …", "Ben please …", "Ben can you …". */
const addressed = /^(?:\s*[,:]|\s+[-–—]\s|\s+(?:to|please|pls|can you|could you|would you|will you|bitte|kannst du)\b)/;

/** Where a sentence says who is to act: "we need your details" asks you, "we need to talk" everybody. */
const subjectOf = (folded: string): string =>
  /\b(?:your|you|dein|deine|ihre|sie|votre|vos|ton|tes|vous|tu)\b/.test(folded) ? "" : folded;
