// The times of an event in requests: RFC 3339 times, RFC 5545 rules, IANA time zones.
import * as z from "zod";
import { resolveTimeZone } from "../event-time.ts";

/** Intl also accepts "+01", which Google does not. */
const isTimeZone = (name: string): boolean => /^[A-Za-z]/.test(name) && resolveTimeZone(name) !== undefined;

export const zone = z.string().refine(isTimeZone, "is not a time zone such as Europe/Berlin");

const eventTimeDescription =
  "A `date` for whole days, of which the end is the day after the last one; or a `dateTime`, either with an offset or what " +
  "clocks show in `timeZone`, also where summer time begins or ends.";

export const momentInput = z
  .strictObject({
    date: z.iso.date("is not a date such as 2026-12-31").optional(),
    dateTime: z.iso
      .datetime({ offset: true, local: true, message: "is not a time such as 2026-12-31T09:30:00" })
      .regex(/T\d\d:\d\d:\d\d/, "needs seconds")
      .optional(),
    timeZone: zone.optional(),
  })
  .meta({ id: "EventTime", description: eventTimeDescription });

const recurrencePattern = /^(?:(?:RRULE|EXRULE):[A-Z0-9=;,+-]{1,500}|(?:RDATE|EXDATE)[:;][\w=:;,/+-]{1,1000})$/;

/** Without DTSTART and DTEND: those are `start` and `end`. */
export const recurrenceInput = z
  .array(z.string().regex(recurrencePattern, "is not one RRULE, EXRULE, RDATE or EXDATE line"))
  .max(20)
  .refine((lines) => lines.every((line) => !/^(?:RR|EXR)ULE:/.test(line) || /[:;]FREQ=/.test(line)), {
    error: "has a rule without FREQ",
  });

export type MomentInput = z.output<typeof momentInput>;

interface EventTimes {
  readonly start?: MomentInput | undefined;
  readonly end?: MomentInput | undefined;
  readonly timeZone?: string | undefined;
  readonly recurrence?: readonly string[] | undefined;
}

interface TimeIssue {
  readonly path: string[];
  readonly message: string;
}

/** The first error in the given times of an event; undefined if there is none. */
export function findTimeIssue(when: EventTimes): TimeIssue | undefined {
  for (const side of ["start", "end"] as const) {
    const issue = findMomentIssue(side, when[side], when.timeZone);
    if (issue !== undefined) return issue;
  }
  const { start, end, timeZone, recurrence = [] } = when;
  if (recurrence.length > 0 && start?.dateTime !== undefined && (start.timeZone ?? timeZone) === undefined) {
    return { path: ["start", "timeZone"], message: "is needed for an event that recurs" };
  }
  return start && end && findSpanIssue(start, end, timeZone);
}

function findMomentIssue(
  side: string,
  moment: MomentInput | undefined,
  timeZone: string | undefined,
): TimeIssue | undefined {
  if (moment === undefined) return undefined;
  const { date, dateTime } = moment;
  if (date !== undefined && dateTime !== undefined) return { path: [side], message: "has both date and dateTime" };
  if (date === undefined && dateTime === undefined) return { path: [side], message: "needs date or dateTime" };
  const isFloating = dateTime !== undefined && !hasOffset(dateTime) && (moment.timeZone ?? timeZone) === undefined;
  return isFloating ? { path: [side, "timeZone"], message: "is needed for a dateTime without an offset" } : undefined;
}

function findSpanIssue(start: MomentInput, end: MomentInput, timeZone: string | undefined): TimeIssue | undefined {
  if ((start.date === undefined) !== (end.date === undefined)) {
    return { path: ["end"], message: `must be a ${start.date === undefined ? "dateTime" : "date"}, as start is` };
  }
  if (start.date !== undefined && end.date !== undefined) {
    const message = "must be after start: it is the day after the last one";
    return end.date > start.date ? undefined : { path: ["end"], message };
  }
  const [from, until] = [toComparable(start, timeZone), toComparable(end, timeZone)];
  // Times in two zones, or a local time and one with an offset, are left to Google to compare.
  if (from.zone !== until.zone || until.at > from.at) return undefined;
  return { path: ["end"], message: "must be after start" };
}

function toComparable({ dateTime = "", timeZone }: MomentInput, defaultZone: string | undefined) {
  if (hasOffset(dateTime)) return { at: Date.parse(dateTime), zone: "" };
  return { at: Date.parse(`${dateTime}Z`), zone: timeZone ?? defaultZone };
}

const hasOffset = (dateTime: string): boolean => /(?:Z|[+-]\d\d:\d\d)$/.test(dateTime);
