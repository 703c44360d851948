import * as z from "zod";
import { queueChannels } from "../../lib/channels/queue.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { perMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { providerOf } from "../../lib/providers/index.ts";
import { listConnections } from "../../lib/store/connections.ts";
import { providerPreferences, settingsSchema, writeSettings } from "../../lib/store/settings.ts";

const path = z.object({ provider: z.string() });

const contract = {
  about: "Sets the user's settings for a provider, all of them: what is left out gets its default.",
  path,
  body: providerPreferences,
  answer: settingsSchema,
  limit: perMinute("write"),
};

export const handler = userEndpoint(contract, async (request) => {
  const provider = providerOf(request.path.provider);
  await writeSettings(request.user, provider.id, request.body, { actor: request.user.user, ...request.origin });
  await queueChannels(await listConnections(request.user, provider.id));
  return ok(request.body);
});
