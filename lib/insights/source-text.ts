/** Somebody a text names: its author, who it is sent to, who is mentioned or invited. */
export interface Person {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
}

/** A text of a provider, as plain text: markup of the provider's own (`<@U123>`) has become what people read (`@Ben`). */
export interface SourceText {
  readonly kind: "message" | "mail" | "comment" | "issue" | "event";
  /** A mail's subject, an issue's or an event's title. */
  readonly title?: string;
  readonly text: string;
  readonly author?: Person;
  /** Mentioned, recipients or attendees. */
  readonly people?: readonly Person[];
  /** Who reads the activity: known by these names, for being asked by one of them. */
  readonly owner?: { readonly names?: readonly string[]; readonly ids?: readonly string[] };
  readonly sentAt: Date;
  /** IANA name of the reader's zone; UTC where it is not known. */
  readonly timeZone?: string;
}

export interface ActionItem {
  /** A sentence of the source, at most 300 characters. */
  readonly text: string;
  /** The name of whoever is asked; absent where it is anybody. */
  readonly assignee?: string;
  /** ISO 8601: a date, or a date-time with its offset where a time was said. */
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
  /** ISO 639-1, or `und` where nobody can tell. */
  readonly language: string;
}
