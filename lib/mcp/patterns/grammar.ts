// Parsers of a list of words that find every reading, so that an ambiguous question is noticed and not guessed at.

interface Reading<T> {
  readonly value: T;
  /** Index of the first word after it. */
  readonly next: number;
}

/** Finds every reading of the words from an index on. */
export type Grammar<T> = (words: readonly string[], at: number) => readonly Reading<T>[];

/** One of the phrases, which are separated by `|`. */
export function say(phrases: string): Grammar<string> {
  const split = phrases.split("|").map((phrase) => phrase.split(" "));
  return (words, at) =>
    split
      .filter((phrase) => phrase.every((word, index) => words[at + index] === word))
      .map((phrase) => ({ value: phrase.join(" "), next: at + phrase.length }));
}

/** A word that is made a value, unless that is undefined. */
export const readWord =
  <T>(read: (word: string) => T | undefined): Grammar<T> =>
  (words, at) => {
    const word = words[at];
    const value = word === undefined ? undefined : read(word);
    return value === undefined ? [] : [{ value, next: at + 1 }];
  };

export const either =
  <T>(...grammars: readonly Grammar<T>[]): Grammar<T> =>
  (words, at) =>
    grammars.flatMap((grammar) => grammar(words, at));

type Sequence<T extends readonly unknown[]> = { readonly [K in keyof T]: Grammar<T[K]> };

export function inOrder<const T extends readonly unknown[]>(...grammars: Sequence<T>): Grammar<T> {
  return (words, at) => {
    let found: readonly Reading<readonly unknown[]>[] = [{ value: [], next: at }];
    for (const grammar of grammars as readonly Grammar<unknown>[]) {
      found = found.flatMap(({ value, next }) =>
        grammar(words, next).map((more) => ({ value: [...value, more.value], next: more.next })),
      );
    }
    return found as readonly Reading<T>[];
  };
}

/** With and without it. */
export const maybe =
  <T>(grammar: Grammar<T>): Grammar<T | undefined> =>
  (words, at) => [...grammar(words, at), { value: undefined, next: at }];

/** The grammar's values made into others; undefined drops a reading. */
export const mapTo =
  <T, R>(grammar: Grammar<T>, change: (value: T) => R | undefined): Grammar<R> =>
  (words, at) =>
    grammar(words, at).flatMap(({ value, next }) => {
      const changed = change(value);
      return changed === undefined ? [] : [{ value: changed, next }];
    });

/** A phrase that stands for a value. */
export const mean = <T>(phrases: string, value: T): Grammar<T> => mapTo(say(phrases), () => value);

/** The value of `grammar`, between words that carry none. It must have one: undefined drops the reading. */
export const within = <T>(
  before: Grammar<unknown>,
  grammar: Grammar<T>,
  after: Grammar<unknown> = nothing,
): Grammar<T> => mapTo(inOrder(before, grammar, after), ([, value]) => value);

/** No word at all. */
const nothing: Grammar<undefined> = (_words, at) => [{ value: undefined, next: at }];

/** The values of all readings that take every word; those that say the same count once. */
export function readAll<T>(grammar: Grammar<T>, words: readonly string[]): readonly T[] {
  const complete = grammar(words, 0).filter(({ next }) => next === words.length);
  return [...new Map(complete.map(({ value }) => [JSON.stringify(value), value])).values()];
}
