// Events by day, in the time zone of the browser.
import type { CalendarEvent, Moment } from "../../api/calendar-event.ts";

export interface Day {
  /** Such as 2026-11-23. */
  readonly date: string;
  readonly label: string;
  readonly events: readonly CalendarEvent[];
}

const long = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

const dayMs = 86_400_000;

/** In the order of the days. What began earlier and goes on stands under today. */
export function byDay(events: readonly CalendarEvent[], now = new Date()): readonly Day[] {
  const today = dateOf(now);
  const days = Map.groupBy(events, ({ start }) => {
    const date = startDate(start);
    return date && date < today ? today : date;
  });
  return [...days]
    .filter(([date]) => date)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([date, events]) => ({ date, label: labelOf(date, now), events: allDayFirst(events) }));
}

const allDayFirst = (events: readonly CalendarEvent[]) => [
  ...events.filter(({ start }) => start.date),
  ...events.filter(({ start }) => !start.date),
];

/** The local day of a moment, such as 2026-11-23. */
function dateOf(time: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

function startDate({ date, dateTime }: Moment): string {
  if (date) return date;
  const time = new Date(dateTime ?? "");
  return Number.isNaN(time.getTime()) ? "" : dateOf(time);
}

function labelOf(date: string, now: Date): string {
  const name = long.format(new Date(`${date}T12:00:00`));
  if (date === dateOf(now)) return `Today, ${name}`;
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return date === dateOf(tomorrow) ? `Tomorrow, ${name}` : name;
}

/** "10:00 – 11:00"; the day too where it ends on another one. "All day", or until when. */
export function timesOf({ start, end }: CalendarEvent): string {
  if (start.date) {
    // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
    const last = end.date ? new Date(Date.parse(`${end.date}T12:00:00`) - dayMs) : undefined;
    return last && dateOf(last) > start.date ? `All day, until ${short.format(last)}` : "All day";
  }
  const from = new Date(start.dateTime ?? "");
  const to = new Date(end.dateTime ?? "");
  if (Number.isNaN(from.getTime())) return "";
  if (Number.isNaN(to.getTime())) return clock.format(from);
  const until = dateOf(from) === dateOf(to) ? clock.format(to) : `${short.format(to)}, ${clock.format(to)}`;
  return `${clock.format(from)} – ${until}`;
}
