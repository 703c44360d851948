import * as z from "zod";
import { adminChannelView, ownerSeen } from "../../lib/channels/admin.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listChannels } from "../../lib/store/channels.ts";

const query = z.object({ user: z.string().min(1).max(256), tenant: z.string().min(1).max(256).optional() });

export const handler = adminEndpoint({ query }, async ({ user, query }) => {
  const channels = await listChannels(ownerSeen(user, query));
  return ok({ channels: channels.map((channel) => adminChannelView(channel)) });
});
