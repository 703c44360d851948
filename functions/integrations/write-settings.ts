import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { listConnections } from "../../lib/store/connections.ts";
import { providerPreferences, settingsSchema, writeSettings } from "../../lib/store/settings.ts";
import { queueReconciliation } from "../../lib/subscriptions/queue-reconciliation.ts";

const path = z.object({ provider: z.string() });

const contract = {
  about: "Sets the user's settings for a provider, all of them: what is left out gets its default.",
  path,
  body: providerPreferences,
  answer: settingsSchema,
  limit: limitPerMinute("write"),
};

export const handler = userEndpoint(contract, async (request) => {
  const provider = getProvider(request.path.provider);
  await writeSettings(request.user, provider.id, request.body, { actor: request.user.user, ...request.origin });
  await queueReconciliation(await listConnections(request.user, provider.id));
  return ok(request.body);
});
