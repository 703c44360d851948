/** A person related to a text: its author, a recipient, or someone mentioned or invited. */
export interface Person {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
}

/** A text from a provider as plain text: the provider's markup (`<@U123>`) is replaced by what people read (`@Ben`). */
export interface SourceText {
  readonly kind: "message" | "mail" | "comment" | "issue" | "event";
  /** A mail's subject, an issue's or an event's title. */
  readonly title?: string;
  readonly text: string;
  readonly author?: Person;
  /** Recipients, attendees and people mentioned. */
  readonly people?: readonly Person[];
  /** The user whose feed the text is for, by the names and ids that the text may use for them. */
  readonly owner?: { readonly names?: readonly string[]; readonly ids?: readonly string[] };
  readonly sentAt: Date;
  /** IANA name of the user's time zone. Default: UTC. */
  readonly timeZone?: string;
}

export interface ActionItem {
  /** A sentence of the source, at most 300 characters. */
  readonly text: string;
  /** Name of the person who is asked; absent when nobody in particular is. */
  readonly assignee?: string;
  /** ISO 8601: a date, or a date-time with its offset if the text names a time. */
  readonly due?: string;
  /** 0 to 1 */
  readonly confidence: number;
  readonly done: false;
}

export interface Insights {
  /** At most 120 characters. */
  readonly title: string;
  /** At most 280 characters, whole words, without quotes and signatures. */
  readonly excerpt: string;
  /** At most 10. */
  readonly actionItems: readonly ActionItem[];
  readonly participants: readonly string[];
  /** ISO 639-1, or `und` when it is not known. */
  readonly language: string;
}
