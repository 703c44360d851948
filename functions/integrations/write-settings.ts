import * as z from "zod";
import { changeTenantBot } from "../../lib/connections/mark-tenant-bot.ts";
import { chooseSettingsWorkspace } from "../../lib/connections/settings-workspace.ts";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { limitPerMinute } from "../../lib/http/rate-limit.ts";
import { ok } from "../../lib/http/response.ts";
import { chooseCalendars } from "../../lib/providers/chosen-calendars.ts";
import { getProvider } from "../../lib/providers/index.ts";
import { assertNotificationChannel } from "../../lib/providers/notifications.ts";
import { listConnections } from "../../lib/store/connections.ts";
import {
  isWebhookEnabledByDefault,
  readStoredSettings,
  settingsRequest,
  settingsSchema,
  writeSettings,
} from "../../lib/store/settings.ts";
import { queueReconciliation } from "../../lib/subscriptions/queue-reconciliation.ts";

const path = z.object({ provider: z.string() });

const contract = {
  about: "Sets the user's settings for a provider, all of them: what is left out gets its default.",
  path,
  body: settingsRequest(),
  answer: settingsSchema,
  limit: limitPerMinute("write"),
};

export const handler = userEndpoint(contract, async (request) => {
  const { user, origin } = request;
  const { tenantBot, ...body } = request.body;
  const actor = { actor: user.user, ...origin };
  const provider = getProvider(request.path.provider);
  const { preferences: stored, calendarChoice: before } = await readStoredSettings(user, provider.id);
  const { slackChannel } = body.notificationPreferences;
  // An unchanged channel is not checked again, so that other fields can be saved while it is gone.
  if (slackChannel && slackChannel !== stored.notificationPreferences.slackChannel)
    await assertNotificationChannel(request, slackChannel);
  const webhookEnabled = body.webhookEnabled ?? isWebhookEnabledByDefault(provider.id);
  const teamId = await chooseSettingsWorkspace(body, stored, () => listConnections(user, provider.id));
  const calendarChoice = await chooseCalendars({ ...request, stored: before }, provider, body.calendars);
  const preferences = { ...body, webhookEnabled, teamId, calendars: calendarChoice?.ids };
  await changeTenantBot(provider, user, { tenantBot, teamId: body.teamId }, actor);
  await writeSettings(user, provider.id, { preferences, calendarChoice }, actor);
  await queueReconciliation(await listConnections(user, provider.id));
  return ok(preferences);
});
