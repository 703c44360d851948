// An event as clients see it: developers.google.com/workspace/calendar/api/v3/reference/events, under Google's names.
import * as z from "zod";

const text = z.string().optional();
const yes = z.boolean().optional();

const moment = z.object({ date: text, dateTime: text, timeZone: text });
const person = z.object({ email: text, displayName: text, self: yes });
const attendee = person.extend({ responseStatus: text, optional: yes, organizer: yes });
const entryPoint = z.object({ entryPointType: text, uri: text, label: text });
const reminder = z.object({ method: text, minutes: z.number().optional() });

const ofWholeDays = "Of whole days, `end.date` is the day after the last one. A deleted event has an id and a status.";

export const calendarEvent = z
  .object({
    id: z.string(),
    status: text,
    summary: text,
    description: text,
    location: text,
    htmlLink: text,
    start: moment.optional(),
    end: moment.optional(),
    attendees: z.array(attendee).optional(),
    organizer: person.optional(),
    creator: person.optional(),
    recurrence: z.array(z.string()).optional(),
    recurringEventId: text,
    originalStartTime: moment.optional(),
    hangoutLink: text,
    conferenceData: z.object({ conferenceId: text, entryPoints: z.array(entryPoint).optional() }).optional(),
    reminders: z.object({ useDefault: yes, overrides: z.array(reminder).optional() }).optional(),
    visibility: text,
    transparency: text,
    colorId: text,
    created: text,
    updated: text,
    etag: text,
  })
  .meta({ id: "CalendarEvent", description: ofWholeDays });

export type CalendarEvent = z.output<typeof calendarEvent>;
