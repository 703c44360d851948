import * as z from "zod";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listSubscriptions } from "../../lib/store/subscriptions.ts";
import { adminSubscriptionSchema, resolveOwner, toAdminSubscriptionView } from "../../lib/subscriptions/admin.ts";

const query = z.object({ user: z.string().min(1).max(256), tenant: z.string().min(1).max(256).optional() });

const about = "Lists a user's push channels.";
const answer = () => z.object({ channels: z.array(adminSubscriptionSchema()) });

export const handler = adminEndpoint({ about, query, answer }, async ({ user, query }) => {
  const channels = await listSubscriptions(resolveOwner(user, query));
  return ok({ channels: channels.map((channel) => toAdminSubscriptionView(channel)) });
});
