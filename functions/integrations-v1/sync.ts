import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { queueRefills } from "../../lib/provider-client/cache-refill.ts";
import { findCacheRefill } from "../../lib/providers/cache-refills.ts";
import { getService } from "../../lib/providers/index.ts";

const path = z.object({ provider: z.string() });
const query = z.object({
  integration_id: z.string().optional().describe("The account to sync; all of the provider's unless given."),
});

const about =
  "Loads the lists that are kept of a provider's accounts again, in the background; a provider of which nothing is kept is not asked.";
const answer = () =>
  z.object({
    success: z.literal(true),
    message: z.string(),
    sync_status: z
      .enum(["queued", "not_needed"])
      .describe("`not_needed` where nothing is kept: each request is fresh."),
  });

export const handler = userEndpoint(
  { about, path, query, answer, limit: limitPerMinute("refresh") },
  async ({ user, path, query: { integration_id: id } }) => {
    const provider = getService(path.provider);
    const { displayName } = provider;
    const isKept = findCacheRefill(provider.id) !== undefined;
    await queueRefills(user, provider, { id, isKept });
    if (isKept)
      return ok({ success: true as const, message: `${displayName} sync queued`, sync_status: "queued" as const });
    const message = `Nothing of ${displayName} is kept: each request reads it anew.`;
    return ok({ success: true as const, message, sync_status: "not_needed" as const });
  },
);
