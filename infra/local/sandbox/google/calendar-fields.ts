// The fields of a written event: times, conference data, and Google's validation.
import type { Answer } from "../exchange.ts";
import type { Calendar, Resource } from "./calendar-store.ts";
import { type Moment, normalizeMoment, toInstant } from "./calendar-time.ts";
import { apiError } from "./errors.ts";

type Fields = Readonly<Record<string, unknown>>;

export const invalidAnswer = (message: string, reason = "invalid"): Answer => apiError(400, reason, message);

/** Google's error answer for an invalid event; undefined for a valid one. */
export function findRefusal({ entry }: Calendar, event: Fields): Answer | undefined {
  const { start, end, recurrence } = event as { start?: Moment; end?: Moment; recurrence?: string[] };
  if (!start) return invalidAnswer("Missing start time.", "required");
  if (!end) return invalidAnswer("Missing end time.", "required");
  for (const { date, dateTime } of [start, end]) if (!date === !dateTime) return invalidAnswer("Invalid start time.");
  if (!start.date !== !end.date)
    return invalidAnswer("Start and end times must either both be date or both be dateTime.");
  if (toInstant(start, entry.timeZone) > toInstant(end, entry.timeZone)) {
    return invalidAnswer("The specified time range is empty.", "timeRangeEmpty");
  }
  const isClock = recurrence !== undefined && recurrence.length > 0 && !start.date;
  if (isClock && !start.timeZone) return invalidAnswer("Missing time zone definition for start time.", "required");
  return undefined;
}

/** Applies a patch: null removes a field; `start` and `end` are merged. */
export function patchEvent(event: Resource, fields: Fields): Fields {
  const merged: Record<string, unknown> = { ...event };
  for (const [name, value] of Object.entries(fields)) {
    const within = name === "start" || name === "end" ? { ...(event[name] as object), ...(value as object) } : value;
    merged[name] = within === null ? undefined : isPlain(within) ? withoutNulls(within) : within;
  }
  return merged;
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withoutNulls = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));

/** Converts the fields of a request to the form that Google stores. */
export function toStoredFields({ account, entry }: Calendar, event: Fields, query: URLSearchParams): Fields {
  const { start, end, attendees = [] } = event as { start: Moment; end: Moment; attendees?: { email?: string }[] };
  return {
    ...event,
    start: normalizeMoment(start, entry.timeZone),
    end: normalizeMoment(end, entry.timeZone),
    ...(attendees.length > 0
      ? {
          attendees: attendees.map((guest) => ({
            responseStatus: "needsAction",
            ...guest,
            ...(guest.email === account ? { self: true } : {}),
          })),
        }
      : {}),
    ...(query.get("conferenceDataVersion") === "1" ? createMeeting(event) : {}),
  };
}

function createMeeting({ conferenceData }: Fields): Fields {
  const { createRequest } = (conferenceData ?? {}) as { createRequest?: { requestId: string } };
  if (conferenceData === undefined || conferenceData === null) {
    return { hangoutLink: undefined, conferenceData: undefined };
  }
  if (createRequest === undefined) return {};
  const conferenceId = `sandbox-${createRequest.requestId.slice(0, 8)}`;
  const uri = `https://meet.example.com/${conferenceId}`;
  return {
    hangoutLink: uri,
    conferenceData: {
      conferenceId,
      conferenceSolution: { key: { type: "hangoutsMeet" }, name: "Google Meet" },
      entryPoints: [{ entryPointType: "video", uri, label: uri.slice("https://".length) }],
    },
  };
}
