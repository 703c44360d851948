// What a client says of an event that is to be made or changed.
import * as z from "zod";
import { findTimeIssue, momentInput, recurrenceInput, zone } from "./event-time-input.ts";

/** Google takes more only from some customers (support.google.com/calendar/answer/37161). */
const maxAttendees = 200;

const email = z.email().max(254);
const person = z.strictObject({
  email,
  displayName: z.string().max(200).optional(),
  optional: z.boolean().optional(),
  /** To be given again in a change, since the list of attendees replaces the one before. */
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
  /** For a start or end that has none of its own. */
  timeZone: zone.optional(),
  visibility: z.enum(["default", "public", "private", "confidential"]).optional(),
  /** Whether people can meet in a video call. */
  conference: z.boolean().optional(),
  /** Whom Google tells by mail; nobody unless given. */
  sendUpdates,
};

const summary = z.string().max(1024);

const etagPattern = /^(?:\*|"[\x21\x23-\x7e]{1,200}")$/;
/** As events carry it; it also becomes a header. */
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

/** What is not given stays; texts and lists are cleared by empty ones. */
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
