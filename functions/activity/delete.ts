import * as z from "zod";
import { Problem } from "../../lib/errors.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { noContent } from "../../lib/http/response.ts";
import { removeActivity } from "../../lib/store/activity-removal.ts";

const path = z.object({ id: z.string() });

const about = "Deletes an activity for good: its text is gone from the feed and from what a page can ask for again.";

export const handler = userEndpoint(
  { about, path, status: 204, limit: limitPerMinute("write") },
  async ({ user, path }) => {
    const isNumber = /^[1-9]\d{0,14}$/.test(path.id);
    const isRemoved = isNumber && (await removeActivity(user, Number(path.id), Math.floor(Date.now() / 1000)));
    if (!isRemoved) throw new Problem("not_found");
    return noContent();
  },
);
