import * as z from "zod";

/** What the `data` of a forwarded push says: whose calendars have changed. */
export const envelopeContent = z.object({
  emailAddress: z.string().min(3).max(320),
  channelId: z.string().max(64).optional(),
});
