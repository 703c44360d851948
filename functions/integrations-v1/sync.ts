import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { queueRefills } from "../../lib/provider-client/cache-refill.ts";
import { getService } from "../../lib/providers/index.ts";

const path = z.object({ provider: z.string() });
const query = z.object({
  integration_id: z.string().optional().describe("The account to sync; all of the provider's unless given."),
});

const about =
  "Loads the lists that are kept of a provider's accounts again, in the background. Where nothing is kept there is nothing to load: each request reads it anew.";
const answer = () => z.object({ success: z.literal(true), message: z.string(), sync_status: z.literal("queued") });

export const handler = userEndpoint(
  { about, path, query, answer, limit: limitPerMinute("refresh") },
  async ({ user, path, query: { integration_id: id } }) => {
    const provider = getService(path.provider);
    await queueRefills(user, provider, id);
    const message = `${provider.displayName} sync queued`;
    return ok({ success: true as const, message, sync_status: "queued" as const });
  },
);
