/**
 * The phrases of a language. Patterns match normalized text (see `normalize`): lower case, no accents. Nobody reads what their groups
 * capture: `(a|b)` is shorter than `(?:a|b)`, and there are a thousand of them in every bundle that reads texts.
 */
export interface Phrases {
  /** How people shorten words in chats, and what they mean. */
  readonly shorthand: readonly (readonly [pattern: RegExp, meaning: string])[];
  /** What is said out of courtesy and asks for nothing: "let me know if you have questions". A global pattern: taken out. */
  readonly courtesies: RegExp;
  /** Requests and their confidence. The first match counts. */
  readonly requests: readonly (readonly [pattern: RegExp, confidence: number])[];
  /** Phrases that make a sentence no request: something is reported, offered or supposed. */
  readonly nonRequests: RegExp;
  /** An imperative at the start of a clause. */
  readonly imperatives: RegExp;
  /** What has the form of an order in a list of tasks or in a review: "label your boxes", "renommer la variable". */
  readonly orders: RegExp;
  /** Whether orders of that form stand in reviews too: an infinitive does, which little else resembles. */
  readonly ordersInReviews: boolean;
  /** Subjects that address nobody in particular: "we", "someone". */
  readonly indefiniteSubjects: RegExp;
  /** Words right before a date that make it a deadline. */
  readonly deadline: RegExp;
  /** Words right before a date that make it something else: "since Monday". */
  readonly otherDate: RegExp;
  /** Periods without a date, such as "end of the week". */
  readonly periods: Readonly<Record<Period, RegExp>>;
}

export type Period = "today" | "thisWeek" | "nextWeek" | "thisMonth";
