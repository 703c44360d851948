// Describes the events that can be pushed for one product: `npm run sandbox -- push <area> <word> ["text"]`.

export type Fields = Readonly<Record<string, unknown>>;

export interface Area {
  readonly name: string;
  /** Each word's fields of `POST /_sandbox/push`. */
  readonly words: Readonly<Record<string, Fields>>;
  /** The field that gets the text. */
  readonly text: string;
  /** The field that gets the text, for words with another one. */
  readonly textByWord?: Readonly<Record<string, string>>;
  /** The area's options, each followed by a value. */
  readonly options: readonly string[];
  /** Options whose value is a number. */
  readonly numbers?: readonly string[];
  /** Fields of options that have another name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Why nobody may hear of an event, and what to do: printed after "Nobody listens: ". */
  readonly whyUnheard: string;
  /** The options' line in the help. */
  readonly usage: string;
}
