/** How a language asks. Patterns meet folded text (see `normalize`): lower case, no accents. */
export interface Phrases {
  /** What asks, and how sure that is, strongest first. */
  readonly asks: readonly (readonly [pattern: RegExp, confidence: number])[];
  /** Says that nothing is asked, only reported, offered or supposed. */
  readonly nothing: RegExp;
  /** A verb that orders, where a clause starts. */
  readonly orders: RegExp;
  /** Asked of nobody in particular: "we", "someone". */
  readonly anybody: RegExp;
  /** Words right before a date that make it a deadline. */
  readonly deadline: RegExp;
  /** Words right before a date that make it something else: "since Monday". */
  readonly otherDate: RegExp;
  /** Days that have no date of their own. */
  readonly periods: Readonly<Record<Period, RegExp>>;
}

export type Period = "today" | "dayAfterTomorrow" | "thisWeek" | "nextWeek" | "thisMonth";
