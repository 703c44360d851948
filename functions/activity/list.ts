import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { createPageToken, readPageToken } from "../../lib/realtime/page-token.ts";
import { activitySchema, listActivities } from "../../lib/store/activity.ts";

const seq = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((text) => ({ after: Number(text), since: undefined }));
const time = z.iso
  .datetime({ offset: true, error: "must be an ISO time or a number" })
  // Activities are stored with whole seconds.
  .transform((text) => ({ after: 0, since: Math.floor(Date.parse(text) / 1000) }));

const query = z.object({
  since: z.union([seq, time]).optional().describe("The number of an activity, or the time since when they were told."),
  provider: z.string().max(32).optional(),
  kind: z.string().max(32).optional(),
  done: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  q: z
    .string()
    .max(256)
    .optional()
    .describe("Words that its title, excerpt, action items or participants contain, all of them, in either case."),
  limit: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(100)).default(50),
  pageToken: z.string().max(64).optional(),
});

const newest = 999_999_999_999_999;

const about =
  "What happened at the user's providers: a page of what was recorded last, sorted by when it happened, the newest first.";
const answer = () => envelopeSchema({ items: z.array(activitySchema()), nextPageToken: z.string().nullable() });

export const handler = userEndpoint({ about, query, answer }, async ({ user, query }) => {
  const before = query.pageToken === undefined ? newest : readPageToken(user, query.pageToken);
  if (before === undefined)
    throw new Problem("invalid_request", { detail: "pageToken: is not of this list", members: { field: "pageToken" } });
  const { after = 0, since } = query.since ?? {};
  const { items, next } = await listActivities(user, { after, before, limit: query.limit }, { ...query, since });
  return envelopeResponse({ items, nextPageToken: next === undefined ? null : createPageToken(user, next) });
});
