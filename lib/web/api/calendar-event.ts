/** `date` for all-day events, `dateTime` for all others. */
export interface Moment {
  readonly date?: string | undefined;
  readonly dateTime?: string | undefined;
}

export interface CalendarEvent {
  readonly id: string;
  readonly title: string;
  readonly start: Moment;
  readonly end: Moment;
  readonly location: string;
  readonly url: string;
  readonly guests: number;
}
