import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { activitySchema, markActivity } from "../../lib/store/activity.ts";

const path = z.object({ id: z.string() });
const body = z.strictObject({ done: z.boolean() });

const about = "Marks an activity, and all that is to be done in it, as done or not.";
const answer = () => envelopeSchema({ item: activitySchema() });

export const handler = userEndpoint(
  { about, path, body, answer, limit: limitPerMinute("write") },
  async ({ user, path, body }) => {
    const isNumber = /^[1-9]\d{0,14}$/.test(path.id);
    const item = isNumber ? await markActivity(user, Number(path.id), body.done) : undefined;
    if (item === undefined) throw new Problem("not_found");
    return envelopeResponse({ item });
  },
);
