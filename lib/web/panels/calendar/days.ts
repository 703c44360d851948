// Groups events by day, in the time zone of the browser.
import type { CalendarEvent, Moment } from "../../api/calendar-event.ts";

export interface Day {
  /** Such as 2026-11-23. */
  readonly date: string;
  readonly label: string;
  readonly events: readonly CalendarEvent[];
}

const longDayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

const dayMs = 86_400_000;

/** Groups events by day, in order. Events that began earlier and still go on are listed under today. */
export function groupByDay(events: readonly CalendarEvent[], now = new Date()): readonly Day[] {
  const today = toLocalDate(now);
  const days = Map.groupBy(events, ({ start }) => {
    const date = toStartDate(start);
    return date && date < today ? today : date;
  });
  return [...days]
    .filter(([date]) => date)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([date, events]) => ({ date, label: formatDayLabel(date, now), events: sortAllDayFirst(events) }));
}

const sortAllDayFirst = (events: readonly CalendarEvent[]) => [
  ...events.filter(({ start }) => start.date),
  ...events.filter(({ start }) => !start.date),
];

/** The local date of a time, such as 2026-11-23. */
function toLocalDate(time: Date): string {
  const padTwo = (number: number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${padTwo(time.getMonth() + 1)}-${padTwo(time.getDate())}`;
}

function toStartDate({ date, dateTime }: Moment): string {
  if (date) return date;
  const time = new Date(dateTime ?? "");
  return Number.isNaN(time.getTime()) ? "" : toLocalDate(time);
}

function formatDayLabel(date: string, now: Date): string {
  const name = longDayFormat.format(new Date(`${date}T12:00:00`));
  if (date === toLocalDate(now)) return `Today, ${name}`;
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return date === toLocalDate(tomorrow) ? `Tomorrow, ${name}` : name;
}

/** Such as "10:00 – 11:00", "22:00 – 24 Nov, 06:00" or "All day, until 25 Nov". Empty for an invalid start. */
export function formatTimes({ start, end }: CalendarEvent): string {
  if (start.date) {
    // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
    const last = end.date ? new Date(Date.parse(`${end.date}T12:00:00`) - dayMs) : undefined;
    return last && toLocalDate(last) > start.date ? `All day, until ${shortDayFormat.format(last)}` : "All day";
  }
  const from = new Date(start.dateTime ?? "");
  const to = new Date(end.dateTime ?? "");
  if (Number.isNaN(from.getTime())) return "";
  if (Number.isNaN(to.getTime())) return clockFormat.format(from);
  const until =
    toLocalDate(from) === toLocalDate(to)
      ? clockFormat.format(to)
      : `${shortDayFormat.format(to)}, ${clockFormat.format(to)}`;
  return `${clockFormat.format(from)} – ${until}`;
}
