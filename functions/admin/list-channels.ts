import * as z from "zod";
import { adminChannelSchema, adminChannelView, ownerSeen } from "../../lib/channels/admin.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listChannels } from "../../lib/store/channels.ts";

const query = z.object({ user: z.string().min(1).max(256), tenant: z.string().min(1).max(256).optional() });

const about = "Lists a user's push channels.";
const answer = () => z.object({ channels: z.array(adminChannelSchema()) });

export const handler = adminEndpoint({ about, query, answer }, async ({ user, query }) => {
  const channels = await listChannels(ownerSeen(user, query));
  return ok({ channels: channels.map((channel) => adminChannelView(channel)) });
});
