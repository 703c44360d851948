// What can be pushed in one provider's name, in the words of `npm run sandbox -- push <area> <word> ["text"]`.

export type Fields = Readonly<Record<string, unknown>>;

export interface Area {
  readonly name: string;
  /** Word to the fields of `POST /_sandbox/push` it stands for. */
  readonly words: Readonly<Record<string, Fields>>;
  /** The field that the text is. */
  readonly text: string;
  /** The field that the text is, for words that differ. */
  readonly textOf?: Readonly<Record<string, string>>;
  /** Its own options, each followed by a value. */
  readonly options: readonly string[];
  /** Those of them that are numbers. */
  readonly numbers?: readonly string[];
  /** Options that have another name than their field. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Its options, for the help. */
  readonly usage: string;
}
