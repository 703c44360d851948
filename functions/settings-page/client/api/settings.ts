import type { Api } from "./client.ts";
import { record, text } from "./read.ts";

export interface Settings {
  readonly webhookEnabled: boolean;
  readonly autoSync: boolean;
  readonly teamId: string;
  readonly defaultChannel: string;
  /** Per kind of event: all, mentions or none. */
  readonly activity: Readonly<Record<string, string>>;
  readonly slackChannel: string;
}

function readSettings(body: unknown): Settings {
  const found = record(body);
  const preferences = record(found.notificationPreferences);
  const activity = Object.entries(record(preferences.activity)).map(([kind, choice]) => [kind, text(choice)]);
  return {
    webhookEnabled: found.webhookEnabled === true,
    autoSync: found.autoSync === true,
    teamId: text(found.teamId),
    defaultChannel: text(found.defaultChannel),
    activity: Object.fromEntries(activity),
    slackChannel: text(preferences.slackChannel),
  };
}

/** An empty text means "not set", which the API wants left out. */
function settingsBody(settings: Settings) {
  const { webhookEnabled, autoSync, activity, slackChannel, teamId, defaultChannel } = settings;
  return {
    webhookEnabled,
    autoSync,
    notificationPreferences: { activity, ...(slackChannel && { slackChannel }) },
    ...(teamId && { teamId }),
    ...(defaultChannel && { defaultChannel }),
  };
}

const path = (provider: string) => `/api/integrations/${provider}/settings`;

export const loadSettings = (api: Api, provider: string) => api.call("GET", path(provider), readSettings);

export const saveSettings = (api: Api, provider: string, settings: Settings) =>
  api.call("PUT", path(provider), readSettings, settingsBody(settings));
