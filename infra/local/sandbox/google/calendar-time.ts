// Converts times of events between instants, local time of a zone, and whole days.

export interface Moment {
  readonly date?: string | null;
  readonly dateTime?: string | null;
  readonly timeZone?: string | null;
}

export const dayMs = 86_400_000;

/** A zone's local time at an instant, as epoch milliseconds of the same time in UTC. */
export function toZoneClock(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

/** The instant of a zone's local time; the earlier one where the local time occurs twice. */
export function fromZoneClock(clock: number, timeZone: string): number {
  const offsets = [clock - dayMs, clock + dayMs].map((at) => toZoneClock(at, timeZone) - at);
  const found = offsets.map((offset) => clock - offset).filter((at) => toZoneClock(at, timeZone) === clock);
  return found.length > 0 ? Math.min(...found) : clock - (offsets[0] ?? 0);
}

/** Epoch milliseconds; a whole day begins at midnight UTC. */
export function toInstant({ date, dateTime, timeZone }: Moment, calendarZone: string): number {
  if (dateTime && !/(?:Z|[+-]\d\d:\d\d)$/.test(dateTime))
    return fromZoneClock(Date.parse(`${dateTime}Z`), timeZone ?? calendarZone);
  return Date.parse(dateTime ?? date ?? "") || 0;
}

/** In Google's form: the zone's local time with its offset. */
export function formatInstant(at: number, timeZone: string): string {
  const clock = toZoneClock(at, timeZone);
  const text = new Date(clock).toISOString().slice(0, 19);
  const minutes = Math.round((clock - at) / 60_000);
  if (minutes === 0) return `${text}Z`;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${text}${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}

/** The stored form of a time: a local time gets the offset of its zone. */
export function normalizeMoment(moment: Moment, calendarZone: string): Moment {
  const { dateTime, timeZone } = moment;
  if (!dateTime || /(?:Z|[+-]\d\d:\d\d)$/.test(dateTime)) return moment;
  return { ...moment, dateTime: formatInstant(toInstant(moment, calendarZone), timeZone ?? calendarZone) };
}
