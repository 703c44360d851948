import { type Api, toProviderId } from "./client.ts";

export type NotificationLevel = "all" | "mentions" | "none";

export type ActivityKind = "message" | "mail" | "event" | "file" | "issue";

export interface Settings {
  readonly webhookEnabled: boolean;
  readonly autoSync: boolean;
  readonly assistantWrites: boolean;
  readonly notificationPreferences: {
    readonly activity: Readonly<Record<ActivityKind, NotificationLevel>>;
    readonly slackChannel?: string | undefined;
  };
  readonly teamId?: string | undefined;
  readonly defaultChannel?: string | undefined;
  readonly calendars?: readonly string[] | undefined;
}

const path = "/api/integrations/{provider}/settings";

export const loadSettings = (api: Api, provider: string) =>
  api.request(
    (client) => client.GET(path, { params: { path: { provider: toProviderId(provider) } } }),
    (settings): Settings => settings,
  );

/** Saves the settings. Empty strings and lists mean "not set" and are left out, as the API requires. */
export function saveSettings(api: Api, provider: string, settings: Settings) {
  const { webhookEnabled, autoSync, assistantWrites, notificationPreferences } = settings;
  const { teamId, defaultChannel, calendars = [] } = settings;
  const { activity, slackChannel } = notificationPreferences;
  const body = {
    webhookEnabled,
    autoSync,
    assistantWrites,
    notificationPreferences: { activity, ...(slackChannel && { slackChannel }) },
    ...(teamId && { teamId }),
    ...(defaultChannel && { defaultChannel }),
    ...(calendars.length > 0 && { calendars: [...calendars] }),
  };
  return api.request(
    (client) => client.PUT(path, { params: { path: { provider: toProviderId(provider) } }, body }),
    (saved): Settings => saved,
  );
}
