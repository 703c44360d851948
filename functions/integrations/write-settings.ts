import * as z from "zod";
import { queueChannels } from "../../lib/channels/queue.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { listConnections } from "../../lib/store/connections.ts";
import { providerPreferences, writeSettings } from "../../lib/store/settings.ts";

const path = z.object({ provider: z.string() });

export const handler = userEndpoint({ path, body: providerPreferences, limit: perMinute("write") }, async (request) => {
  const provider = providerOf(request.path.provider);
  await writeSettings(request.user, provider.id, request.body, { actor: request.user.user, ...request.origin });
  await queueChannels(await listConnections(request.user, provider.id));
  return ok(request.body);
});
