// An event in our answers: developers.google.com/workspace/calendar/api/v3/reference/events, under Google's names.
import * as z from "zod";

const optionalText = z.string().optional();
const optionalFlag = z.boolean().optional();

const moment = z.object({ date: optionalText, dateTime: optionalText, timeZone: optionalText });
const person = z.object({ email: optionalText, displayName: optionalText, self: optionalFlag });
const attendee = person.extend({ responseStatus: optionalText, optional: optionalFlag, organizer: optionalFlag });
const entryPoint = z.object({ entryPointType: optionalText, uri: optionalText, label: optionalText });
const reminder = z.object({ method: optionalText, minutes: z.number().optional() });

const eventDescription =
  "Of whole days, `end.date` is the day after the last one. A deleted event has an id and a status.";

export const calendarEvent = z
  .object({
    id: z.string(),
    status: optionalText,
    summary: optionalText,
    description: optionalText,
    location: optionalText,
    htmlLink: optionalText,
    start: moment.optional(),
    end: moment.optional(),
    attendees: z.array(attendee).optional(),
    organizer: person.optional(),
    creator: person.optional(),
    recurrence: z.array(z.string()).optional(),
    recurringEventId: optionalText,
    originalStartTime: moment.optional(),
    hangoutLink: optionalText,
    conferenceData: z.object({ conferenceId: optionalText, entryPoints: z.array(entryPoint).optional() }).optional(),
    reminders: z.object({ useDefault: optionalFlag, overrides: z.array(reminder).optional() }).optional(),
    visibility: optionalText,
    transparency: optionalText,
    colorId: optionalText,
    created: optionalText,
    updated: optionalText,
    etag: optionalText,
  })
  .meta({ id: "CalendarEvent", description: eventDescription });

export type CalendarEvent = z.output<typeof calendarEvent>;

/** The members of an answer with one event: those of the event, among them its `status`, and the event as a whole. */
export const eventAnswer = () => ({ ...calendarEvent.shape, event: calendarEvent });
export const toEventAnswer = (event: CalendarEvent) => ({ ...event, event });
