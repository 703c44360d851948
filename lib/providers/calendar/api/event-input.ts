// Request bodies for creating and changing events.
import * as z from "zod";
import { findTimeIssue, momentInput, recurrenceInput, zone } from "./event-time-input.ts";

/** Google allows more only to some customers (support.google.com/calendar/answer/37161). */
const maxAttendees = 200;

const email = z.email().max(254);
const person = z.strictObject({
  email,
  displayName: z.string().max(200).optional(),
  optional: z.boolean().optional(),
  /** Send it again in a change: the list of attendees replaces the previous one. */
  responseStatus: z.enum(["needsAction", "declined", "tentative", "accepted"]).optional(),
});
const attendee = z
  .union([email, person], { error: "is neither an e-mail address nor an attendee with one" })
  .transform((given) => (typeof given === "string" ? { email: given } : given));

const reminders = z
  .strictObject({
    useDefault: z.boolean(),
    overrides: z
      .array(z.strictObject({ method: z.enum(["email", "popup"]), minutes: z.number().int().min(0).max(40_320) }))
      .max(5)
      .optional(),
  })
  .refine(({ useDefault, overrides = [] }) => !useDefault || overrides.length === 0, {
    path: ["overrides"],
    error: "cannot go with useDefault",
  });

export const sendUpdates = z.enum(["all", "externalOnly", "none"]).optional();

const details = {
  description: z.string().max(8192).optional(),
  location: z.string().max(1024).optional(),
  attendees: z.array(attendee).max(maxAttendees).optional(),
  recurrence: recurrenceInput.optional(),
  reminders: reminders.optional(),
  /** For a start or end without its own time zone. */
  timeZone: zone.optional(),
  visibility: z.enum(["default", "public", "private", "confidential"]).optional(),
  /** Whether the event has a video call. */
  conference: z.boolean().optional(),
  /** Whom Google notifies by mail; nobody by default. */
  sendUpdates,
};

const summary = z.string().max(1024);

const etagPattern = /^(?:\*|"[\x21\x23-\x7e]{1,200}")$/;
/** An event's etag; it is also sent as a header. */
export const etag = z.string().regex(etagPattern, "is not an etag as events carry it");

const checkTimes = (event: Parameters<typeof findTimeIssue>[0], context: z.RefinementCtx): void => {
  const issue = findTimeIssue(event);
  if (issue !== undefined) context.addIssue({ code: "custom", ...issue });
};

export const newEvent = z
  .object({ summary: summary.min(1), start: momentInput, end: momentInput, ...details })
  .superRefine(checkTimes);
export type NewEvent = z.output<typeof newEvent>;

const metadataFields = new Set(["etag", "sendUpdates", "timeZone"]);

/** Absent fields stay unchanged; an empty text or list clears the field. */
export const eventChange = z
  .object({
    summary: summary.optional(),
    start: momentInput.optional(),
    end: momentInput.optional(),
    ...details,
    etag: etag.optional(),
  })
  .superRefine(checkTimes)
  .refine((change) => Object.keys(change).some((name) => !metadataFields.has(name)), {
    path: ["body"],
    error: "names nothing to change",
  });
export type EventChange = z.output<typeof eventChange>;
